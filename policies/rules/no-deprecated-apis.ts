import { manifestRule } from "../judging/manifest-rule.ts";

const builtIn = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "core",
  "discovery.k8s.io",
  "events.k8s.io",
  "extensions",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);
const unstable = /^v\d+(?:alpha|beta)\d+$/;

export const noDeprecatedApis = manifestRule({
  name: "no-deprecated-apis",
  displayName: "Only versions that stay",
  description: "No object of Kubernetes' own groups is of an alpha or beta version.",
  severity: "high",
  tags: ["api", "SRE"],
  why: "Such versions are taken away by upgrades of the cluster: extensions/v1beta1 and policy/v1beta1 are gone, and the next update of the object fails.",
  fix: "use the version without alpha or beta in its name.",
  remediation: [
    "Look the kind up in the API reference of the cluster's version, and take its v1 or v2.",
    "Compare the fields: some were renamed on the way, such as an Ingress's backend.",
  ],
  concerns: ({ kind }) => builtIn.has(kind.group),
  judgesParts: true,
  checks: [
    ({ kind, root }, report) => {
      if (unstable.test(kind.version)) {
        const { group, version } = kind;
        // The version is the resource's own: what is written in apiVersion is not asked.
        const field = root.at("apiVersion");
        report(field.isSet ? field : root.at("metadata"), `is of ${group}/${version}, which doesn't stay`);
      }
    },
  ],
});
