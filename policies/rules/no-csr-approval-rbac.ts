import { rightRule } from "../judging/right-rule.ts";

export const noCsrApprovalRbac = rightRule({
  name: "no-csr-approval-rbac",
  displayName: "No role approves certificates",
  description: "No role may approve or sign requests for certificates of the cluster.",
  severity: "high",
  tags: ["RBAC", "CIS"],
  why: "A certificate of the cluster's is a login: who approves his own has any name that he likes.",
  fix: "leave the approval and the signers out.",
  remediation: [
    "Remove update and patch on certificatesigningrequests/approval and /status.",
    "Remove approve and sign on signers.",
  ],
  problem: "may approve or sign certificates",
  rights: [
    {
      apiGroups: ["certificates.k8s.io"],
      resources: ["certificatesigningrequests/approval", "certificatesigningrequests/status"],
      verbs: ["update", "patch"],
    },
    { apiGroups: ["certificates.k8s.io"], resources: ["signers"], verbs: ["approve", "sign"] },
  ],
});
