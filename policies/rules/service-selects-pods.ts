import { stackRule } from "../judging/stack-rule.ts";
import { allHold, someField } from "../kubernetes/field.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import { missingPods } from "../kubernetes/ownership.ts";
import { areIn } from "../kubernetes/pods.ts";
import { selectsByMap } from "../kubernetes/selector.ts";
import { isService, podsPerhapsServed, selectorOf } from "../kubernetes/service.ts";

export const serviceSelectsPods = stackRule({
  name: "service-selects-pods",
  displayName: "Services lead somewhere",
  description: "Every Service with a selector selects pods that the stack makes, in its own namespace.",
  severity: "high",
  tags: ["network", "SRE"],
  why: "A Service that selects nothing has an address that answers nobody, and nothing says so.",
  fix: "let spec.selector name labels that the pods' template has.",
  remediation: [
    "Compare spec.selector with metadata.labels of the pod template, key by key: the labels of the Deployment itself don't count.",
    "Put the Service into the pods' namespace.",
    "For something outside the cluster, leave the selector out and write an EndpointSlice, or type ExternalName.",
  ],
  concerns: (manifest) => isService(manifest) && selectorOf(manifest).entries().length > 0,
  checks: [
    (service, _report, stack, _inspection, reportMissing) => {
      const selector = selectorOf(service);
      const namespace = namespaceOf(service);
      if (
        !someField(podsPerhapsServed(service, stack), (pods) =>
          allHold(
            () => areIn(namespace, pods),
            () => selectsByMap(selector, pods),
          ),
        )
      ) {
        reportMissing(
          selector,
          "selects no pods of the stack in its namespace",
          missingPods(service, stack, (pods) => selectsByMap(selector, pods)),
        );
      }
    },
  ],
});
