import { manifestRule } from "../judging/manifest-rule.ts";
import { has, isRole } from "../kubernetes/role.ts";

/** What shows values of Secrets that no name was given of; `*` is all of them. */
const broadVerbs = ["list", "watch", "deletecollection", "*"];

export const noBroadSecretAccess = manifestRule({
  name: "no-broad-secret-access",
  displayName: "No right to all Secrets",
  description: "No role lists or watches Secrets, and one that reads them names which.",
  severity: "high",
  tags: ["RBAC", "secrets", "NSA", "CIS"],
  why: "A list holds the values: whoever takes over a pod with such a right has every secret of the namespace, and not just its own.",
  fix: "leave secrets out of the rule, or name the Secrets in resourceNames and allow get alone.",
  remediation: [
    "Let pods have their secrets by reference, in variables or volumes: that takes no right at all.",
    "Where a program must read one by itself, allow get on that name, in resourceNames.",
    "Never allow list or watch: names don't restrict what they show.",
  ],
  concerns: isRole,
  judgesParts: true,
  checks: [
    ({ root }, report, inspection) => {
      for (const rule of root.at("rules").items()) {
        inspection.attempt(() => {
          if (!has(rule.at("apiGroups"), ["", "*"]) || !has(rule.at("resources"), ["secrets", "*"])) return;
          if (has(rule.at("verbs"), broadVerbs)) {
            report(rule.at("verbs"), "shows all Secrets that there are");
          } else if (has(rule.at("verbs"), ["get"]) && rule.at("resourceNames").items().length === 0) {
            report(rule, "reads any Secret, as it names none");
          }
        });
      }
    },
  ],
});
