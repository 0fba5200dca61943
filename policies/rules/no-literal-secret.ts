import type { Rule } from "../judging/rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { isHarmless } from "../kubernetes/harmless-value.ts";
import { assignmentsIn, isLiteral } from "../kubernetes/literal.ts";
import { secretFormIn } from "../kubernetes/secret-forms.ts";
import { namesSecret } from "../kubernetes/secret-name.ts";
import { shownKey } from "../kubernetes/shown-text.ts";
import { type WrittenText, writtenTextsOf } from "../kubernetes/written-text.ts";

const exceptNames = "exceptNames";

export const noLiteralSecret: Rule = {
  name: "no-literal-secret",
  displayName: "No secret in clear",
  description:
    "No variable, command, annotation, ConfigMap or other text holds a secret; it is referred to where it is kept.",
  severity: "critical",
  tags: ["secrets", "NSA", "CIS"],
  why: "Whoever may see the object, the release or a log of either has the secret, and a rotation misses it.",
  fix: "keep the value in a Secret and refer to it with valueFrom.secretKeyRef or a volume.",
  remediation: [
    "Take the value for leaked if it was committed, previewed or applied, and replace it where it was issued.",
    "Declare it as a secret of the system, and put the new value into the store.",
    "Refer to it: secretKeyRef in a variable, a volume for a file, $(NAME) of such a variable in an argument.",
    "What only sounds like a secret gets a name that says what it is (TOKEN_URL, PASSWORD_FILE, TLS_SECRET_NAME), or stands in exceptNames. A Secret's own name is let pass where it is known for one: in annotations, and as existingSecret, imagePullSecret, TLS_SECRET.",
  ],
  parameters: {
    [exceptNames]: textsParameter("Names that sound like a secret's and are none.", []),
  },
  judgeResource(manifests, inspection) {
    const excepted = inspection.settings.texts(exceptNames);
    for (const manifest of manifests) {
      inspection.applies();
      for (const written of writtenTextsOf(manifest)) {
        const problem = problemOf(written, (name) => namesSecret(name) && !excepted.includes(name));
        if (problem !== undefined)
          inspection.report({ subject: manifest.subject, field: written.field, problem });
      }
    }
  },
};

/** What is wrong with a text, in words that show nothing of it. */
function problemOf(
  { text, name, holdsAssignments, isAnnotation }: WrittenText,
  isSecret: (name: string) => boolean,
): string | undefined {
  const form = secretFormIn(text);
  // Pages show the token of an error tracker's address to everybody who may send errors.
  if (form !== undefined && !(form === "an address with a token" && /PUBLIC/i.test(name ?? "")))
    return `holds what looks like ${form}`;
  if (name !== undefined && isSecret(name) && isLiteral(text) && !isHarmless(name, text, isAnnotation))
    return `is written out, and ${JSON.stringify(shownKey(name))} is the name of a secret`;
  if (!holdsAssignments) return undefined;
  const assignment = assignmentsIn(text).find(
    (each) => isSecret(each.name) && !isHarmless(each.name, each.value, isAnnotation),
  );
  return (
    assignment &&
    `gives a value to ${JSON.stringify(shownKey(assignment.name))}, which is the name of a secret`
  );
}
