import { rightRule } from "../judging/right-rule.ts";

export const noTokenCreateRbac = rightRule({
  name: "no-token-create-rbac",
  displayName: "No role makes tokens of accounts",
  description: "No role may create tokens of ServiceAccounts.",
  severity: "high",
  tags: ["RBAC", "CIS"],
  why: "Who makes a token of an account is that account, with every right that it has.",
  fix: "leave serviceaccounts/token out.",
  remediation: [
    "Remove create on serviceaccounts/token.",
    "A pod gets the token of its own account by a projected volume, which takes no right.",
  ],
  problem: "makes tokens of accounts",
  rights: [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }],
});
