import { containerRule, type ContainerCheck } from "../judging/container-rule.ts";
import { stateOf } from "../judging/message.ts";
import { someField } from "../kubernetes/field.ts";

const requests = ["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) =>
  ["httpGet", "tcpSocket", "grpc"].map((handler) => [probe, handler, "port"]),
);

export const probePortDeclared = containerRule({
  name: "probe-port-declared",
  displayName: "Probes ask a port of their container",
  description: "Every port that a probe asks is one of its container's ports, by number or by name.",
  severity: "medium",
  tags: ["probes", "SRE"],
  why: "A probe of a port that nobody listens on fails for ever: the pod is restarted, or never gets traffic.",
  fix: "ask a port of the container, or declare this one in its ports.",
  remediation: [
    "Look up the port that the program listens on, and declare it in the container's ports, with a name.",
    "Write that name, or its containerPort, to the probe. A name in the probe keeps both in step.",
  ],
  // A part of an object may leave the ports to the rest of it.
  concerns: ({ template }) => !template.manifest.isPart,
  checks: requests.map((request): ContainerCheck => ({ root }, report) => {
    const port = root.at(...request);
    if (!port.isSet) {
      return;
    }
    const declared = root
      .at("ports")
      .items()
      .flatMap((each) => [each.at("containerPort"), each.at("name")]);
    if (!someField(declared, ({ value }) => value === port.value)) {
      report(port, `${stateOf(port)} and none of the container's ports`);
    }
  }),
});
