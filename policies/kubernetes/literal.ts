const reference = /\$\([^)]*\)|\$\{[^}]*\}|\{\{.*?\}\}/g;
const onOrOff = /^(?:true|false|yes|no|on|off|none|null)$/i;
const path = /^(?:\/[a-z0-9._-]+){2,}$/;

/**
 * Whether a text could be the secret that its name promises: something is written in it that is no reference to a variable, no switch and
 * no path of a file.
 */
export function isLiteral(text: string): boolean {
  const written = text.trim();
  const rest = written.replaceAll(reference, "");
  if (rest !== written) return /[^\s:/@]{8,}/.test(rest);
  return written !== "" && !onOrOff.test(written) && !path.test(written);
}

/** One value that a text gives to a name, as scripts, properties and YAML do. */
export interface Assignment {
  readonly name: string;
  readonly value: string;
}

const assigned =
  /(?:^|[\s;&?{,])(?:--?)?["']?([A-Za-z][\w.-]*)(?:["']?=|["']?:[ \t]+|["']:)["']?([^\s"'`,;&}]{8,})/gm;
/** How scripts, configurations and queries begin what they take from elsewhere. */
const fromElsewhere = /^[$<{(%:[*]/;

/** The values that a text of many words writes out beside names. Short ones are left out: any word could be one. */
export const assignmentsIn = (text: string): readonly Assignment[] =>
  [...text.matchAll(assigned)]
    .map(([, name = "", value = ""]) => ({ name, value }))
    .filter(({ value }) => !fromElsewhere.test(value) && isLiteral(value));
