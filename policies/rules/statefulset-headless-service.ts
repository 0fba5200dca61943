import { stateOf } from "../judging/message.ts";
import { stackRule } from "../judging/stack-rule.ts";
import { allHold, someField } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { isNamed, namespaceOf } from "../kubernetes/manifest.ts";
import { servicesIn } from "../kubernetes/service.ts";
import { perhapsNamed } from "../kubernetes/stack-search.ts";

export const statefulsetHeadlessService = stackRule({
  name: "statefulset-headless-service",
  displayName: "StatefulSets have a headless Service",
  description: "Every StatefulSet names a Service of its namespace with clusterIP: None.",
  severity: "medium",
  tags: ["network", "SRE"],
  why: "Without it its pods have no names of their own, by which they find each other.",
  fix: "write a Service with clusterIP: None and name it in spec.serviceName.",
  remediation: [
    "Write a Service with clusterIP: None and the StatefulSet's selector, in the same namespace.",
    "Name it in spec.serviceName. The field can't be changed: the StatefulSet is made anew.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "apps/StatefulSet",
  checks: [
    (manifest, report, stack) => {
      const service = manifest.root.at("spec", "serviceName");
      const name = service.value;
      if (typeof name !== "string" || name === "") {
        report(service, stateOf(service));
        return;
      }
      const wanted = { namespace: namespaceOf(manifest), name };
      const isThere = someField(perhapsNamed(servicesIn(stack), wanted), (each) =>
        allHold(
          () => isNamed(each, wanted),
          () => each.root.at("spec", "clusterIP").value === "None",
        ),
      );
      if (!isThere) {
        report(service, "names no headless Service of the stack in this namespace");
      }
    },
  ],
});
