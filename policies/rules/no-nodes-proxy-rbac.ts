import { rightRule } from "../judging/right-rule.ts";

export const noNodesProxyRbac = rightRule({
  name: "no-nodes-proxy-rbac",
  displayName: "No role reaches through to nodes",
  description: "No role has nodes/proxy.",
  severity: "high",
  tags: ["RBAC", "CIS"],
  why: "The kubelet behind it runs commands in every pod of the node, and neither admission nor the audit log sees it.",
  fix: "leave nodes/proxy out; for figures nodes/metrics is enough.",
  remediation: [
    "Replace nodes/proxy by nodes/metrics, nodes/stats or nodes/log with get, as the program needs.",
    "Replace a star among the resources by the names of them.",
  ],
  problem: "reaches through to the kubelet of every node",
  rights: [
    {
      apiGroups: [""],
      resources: ["nodes/proxy"],
      verbs: ["get", "create", "update", "patch", "delete"],
    },
  ],
});
