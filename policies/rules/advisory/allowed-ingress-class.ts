import { manifestRule } from "../../judging/manifest-rule.ts";
import { stateOf } from "../../judging/message.ts";
import { textsParameter } from "../../judging/settings.ts";
import type { Field } from "../../kubernetes/field.ts";
import type { Manifest } from "../../kubernetes/manifest.ts";
import { isGateway, isHttpRoute, isIngress } from "../../kubernetes/route.ts";

const classes = "classes";

export const allowedIngressClass = manifestRule({
  name: "allowed-ingress-class",
  displayName: "It is said who lets traffic in",
  description:
    "Every Ingress and Gateway names its class, one of those that the stack allows, and every HTTPRoute its gateway.",
  severity: "low",
  level: "advisory",
  tags: ["network"],
  why: "Without a class whichever controller is the cluster's default serves it, with other limits and other logs, or none does.",
  fix: "set ingressClassName, gatewayClassName or parentRefs.",
  remediation: [
    "See by kubectl get ingressclass,gatewayclass which there are.",
    "Set spec.ingressClassName of an Ingress, spec.gatewayClassName of a Gateway, spec.parentRefs of a route.",
  ],
  parameters: {
    [classes]: textsParameter("The classes that are allowed. None means that any may be named.", []),
  },
  concerns: (manifest) => isIngress(manifest) || isGateway(manifest) || isHttpRoute(manifest),
  checks: [
    (manifest, report, { settings }) => {
      if (isHttpRoute(manifest)) {
        const parents = manifest.root.at("spec", "parentRefs");
        if (parents.items().length === 0) report(parents, "names no gateway");
        return;
      }
      const field = classOf(manifest);
      const allowed = settings.texts(classes);
      if (typeof field.value !== "string" || field.value === "") report(field, stateOf(field));
      else if (allowed.length > 0 && !allowed.includes(field.value))
        report(field, `is none of ${allowed.join(", ")}`);
    },
  ],
});

/** An Ingress of before 1.18 names its class by an annotation. */
function classOf({ kind, root }: Manifest): Field {
  const spec = root.at("spec");
  if (kind.name === "Gateway") return spec.at("gatewayClassName");
  const before = root.at("metadata", "annotations", "kubernetes.io/ingress.class");
  return before.isSet && !spec.at("ingressClassName").isSet ? before : spec.at("ingressClassName");
}
