import { manifestRule } from "../judging/manifest-rule.ts";
import { allHold, type Field, someField } from "../kubernetes/field.ts";
import { gives, isRole } from "../kubernetes/role.ts";

const isNamed = ({ value }: Field): boolean => typeof value === "string" && value !== "";

/** Some verbs, and when resourceNames keep them to the Secrets that they name. */
interface Access {
  readonly verbs: readonly string[];
  readonly isLimitedBy: (names: readonly Field[]) => boolean;
  /** What a role does that has one of the verbs without such a limit, to be read after its path. */
  readonly problem: string;
}

/**
 * A request for many is let through by a name only where it asks for that name alone, by a field selector on metadata.name. One
 * without a selector asks for the name "", which a role can give too.
 */
const ofMany: Access["isLimitedBy"] = (names) =>
  names.length > 0 && !someField(names, (name) => !isNamed(name));
const ofOne: Access["isLimitedBy"] = (names) => names.length > 0;

/** What is read comes first: it is the worse of the two. `create` can't be limited by a name, and shows nothing. */
const accesses: readonly Access[] = [
  { verbs: ["list", "watch"], isLimitedBy: ofMany, problem: "shows all Secrets that there are" },
  {
    verbs: ["deletecollection"],
    isLimitedBy: ofMany,
    problem: "deletes all Secrets that there are, and the answer shows them",
  },
  // The answer to a patch that changes nothing is the whole Secret.
  { verbs: ["get", "patch"], isLimitedBy: ofOne, problem: "reads any Secret, as it names none" },
  { verbs: ["update", "delete"], isLimitedBy: ofOne, problem: "changes any Secret, as it names none" },
];

export const noBroadSecretAccess = manifestRule({
  name: "no-broad-secret-access",
  displayName: "No right to all Secrets",
  description: "No role reads, lists, watches, changes or deletes Secrets without naming which.",
  severity: "high",
  tags: ["RBAC", "secrets", "NSA", "CIS"],
  why: "Whoever takes over a pod with such a right has every secret of the namespace, or puts one of their own in its place.",
  fix: "leave secrets out of the rule, or name the Secrets in resourceNames.",
  remediation: [
    "Let pods have their secrets by reference, in variables or volumes: that takes no right at all.",
    "Where a program must read one by itself, allow get on that name, in resourceNames.",
    "Where it must list or watch, name the Secret too, and have the program ask with the field selector metadata.name. An empty text is no name: it stands for all of them.",
  ],
  concerns: isRole,
  judgesParts: true,
  checks: [
    ({ root }, report, { attempt }) => {
      for (const rule of root.at("rules").items())
        attempt(() => {
          // The first that is certain is enough, whatever can't be known of the others.
          someField(accesses, ({ verbs, isLimitedBy, problem }) => {
            const isBroad = allHold(
              () => !isLimitedBy(rule.at("resourceNames").items()),
              () => gives(rule, { apiGroups: [""], resources: ["secrets"], verbs }),
            );
            if (isBroad) report(rule, problem);
            return isBroad;
          });
        });
    },
  ],
});
