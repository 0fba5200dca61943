import { stackRule } from "../judging/stack-rule.ts";
import { containersOf, runsForPodsLife } from "../kubernetes/container.ts";
import { someField, type Field } from "../kubernetes/field.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import type { PodTemplate } from "../kubernetes/pod-template.ts";
import { areIn } from "../kubernetes/pods.ts";
import { selectsByMap } from "../kubernetes/selector.ts";
import { isService, podsPerhapsServed, selectorOf } from "../kubernetes/service.ts";

export const serviceTargetPortExists = stackRule({
  name: "service-target-port-exists",
  displayName: "Services lead to ports that are open",
  description: "Every port of a Service leads to a port that a container of its pods declares.",
  severity: "high",
  tags: ["network", "SRE"],
  why: "Requests to a port where nothing listens are refused, one by one, with every pod ready.",
  fix: "let targetPort be a port of the container, best by its name.",
  remediation: [
    "Name the container's port (ports[].name) and give that name as targetPort: it then follows the number.",
    "Without targetPort the Service's own port is taken: set one where the container has another.",
    "Declare the port at the container that listens on it.",
  ],
  concerns: (manifest) => isService(manifest) && selectorOf(manifest).entries().length > 0,
  checks: [
    (service, report, stack, { attempt }) => {
      const namespace = namespaceOf(service);
      const selected = podsPerhapsServed(service, stack).flatMap((pods) =>
        pods.template && areIn(namespace, pods) && selectsByMap(selectorOf(service), pods)
          ? [pods.template]
          : [],
      );
      for (const port of selected.length === 0 ? [] : service.root.at("spec", "ports").items()) {
        attempt(() => {
          const target = port.at("targetPort");
          const field = target.isSet ? target : port.at("port");
          if (!someField(selected, (template) => someField(portsOf(template), leadsTo(field)))) {
            const named = typeof field.value === "number" ? `is ${field.value}` : "is a name";
            report(field, `${named} that no container of its pods has`);
          }
        });
      }
    },
  ],
});

/** A number may be written as a text too. */
const leadsTo = (target: Field) => (port: Field) =>
  String(port.at("containerPort").value) === String(target.value) ||
  (port.at("name").isSet && port.at("name").value === target.value);

function portsOf(template: PodTemplate): readonly Field[] {
  const read = (check: () => void): void => {
    check();
  };
  return containersOf(template, read)
    .filter(runsForPodsLife)
    .flatMap(({ root }) => root.at("ports").items());
}
