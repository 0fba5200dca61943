import { manifestRule } from "../judging/manifest-rule.ts";
import { isRoleBinding } from "../kubernetes/role.ts";

const everybody: readonly unknown[] = [
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:serviceaccounts",
  "system:masters",
];

export const noAnonymousBinding = manifestRule({
  name: "no-anonymous-binding",
  displayName: "No rights for everybody",
  description:
    "No binding is for those without a login, for all that have one, for all accounts of the cluster, or for the group that may do anything.",
  severity: "critical",
  tags: ["RBAC", "NSA", "CIS"],
  why: "Such a binding gives its rights to whoever reaches the API server, or more than any role can take back.",
  fix: "bind the ServiceAccount, the user or the group that needs it.",
  remediation: [
    `Remove the subject: ${everybody.join(", ")} are all too wide.`,
    "Name the ServiceAccount of the program, with its namespace, or a group of your own.",
  ],
  concerns: isRoleBinding,
  judgesParts: true,
  checks: [
    ({ root }, report, { attempt }) => {
      for (const subject of root.at("subjects").items()) {
        attempt(() => {
          const name = subject.at("name");
          if (everybody.includes(name.value)) {
            report(name, `is ${String(name.value)}`);
          }
        });
      }
    },
  ],
});
