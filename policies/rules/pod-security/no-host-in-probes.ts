import { containerRule, type ContainerCheck } from "../../judging/container-rule.ts";
import { podSecurityStandard } from "../../judging/frameworks.ts";

const requests = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
].flatMap((handler) => [
  [...handler, "httpGet"],
  [...handler, "tcpSocket"],
]);

export const noHostInProbes = containerRule({
  name: "no-host-in-probes",
  displayName: "Probes ask their own pod",
  description: "No probe and no lifecycle hook names a host.",
  severity: "medium",
  tags: ["pod-security", "PSS"],
  framework: podSecurityStandard("baseline", "hostProbesAndHostLifecycle"),
  why: "The node makes these requests, so a host lets whoever writes it knock at doors that only nodes reach.",
  fix: "remove host: without it the pod itself is asked.",
  remediation: [
    "Remove host from httpGet and tcpSocket of the container's probes and lifecycle hooks.",
    "Where a server tells hosts apart by name, send the name in httpGet.httpHeaders.",
  ],
  checks: requests.map((request): ContainerCheck => ({ root }, report) => {
    const field = root.at(...request, "host");
    if (field.isSet && field.value !== "") {
      report(field, "names a host");
    }
  }),
});
