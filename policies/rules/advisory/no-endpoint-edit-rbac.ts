import { rightRule } from "../../judging/right-rule.ts";

const writing = ["create", "update", "patch"];

export const noEndpointEditRbac = rightRule({
  name: "no-endpoint-edit-rbac",
  displayName: "No role that leads traffic elsewhere",
  description: "No role may write Endpoints or EndpointSlices, or the status of Services.",
  severity: "medium",
  level: "advisory",
  tags: ["RBAC", "network", "NSA"],
  why: "Who writes them leads a Service's traffic to wherever he likes, past the network policies of its namespace (CVE-2021-25740).",
  fix: "remove create, update and patch on endpoints, endpointslices and services/status.",
  remediation: [
    "Let a Service's selector make its endpoints.",
    "For an address outside of the cluster use a Service of type ExternalName.",
  ],
  rights: [
    { apiGroups: [""], resources: ["endpoints"], verbs: writing },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: writing },
    { apiGroups: [""], resources: ["services/status"], verbs: ["update", "patch"] },
  ],
  problem: "may write where a Service's traffic goes",
});
