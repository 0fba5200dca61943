import { createHash } from "node:crypto";

/** A value that is planted in the place of one secret, to be looked for wherever it must not be. */
export interface Canary {
  /** The secret in whose place it stands. */
  readonly name: string;
  /** Letters and digits that stand in no other canary, so that a piece of the value is known by them. */
  readonly mark: string;
  readonly value: string;
}

/** What every mark begins with: a text without it holds no canary, and the search need not ask for each. */
export const markOfAll = "cnry7q";

/** What a value is made of besides its mark. */
export const canaryKinds = ["plain", "awkward"] as const;
export type CanaryKind = (typeof canaryKinds)[number];

/** What shells, templates, YAML, JSON and addresses each take for something of their own. */
const awkwardText = `'"\n\r\n\t$HOME \${x} $(id) {{ .y }} %s \\ <&> :@/?# é`;
const awkwardLength = 10_240;

/**
 * The canary of a secret; of one name, it is always the same.
 * @param kind `awkward` is 10 kB of what breaks quoting, with the mark in every hundred characters.
 */
export function canary(name: string, kind: CanaryKind = "plain"): Canary {
  const mark = `${markOfAll}${createHash("sha256").update(name).digest("hex").slice(0, 16)}`;
  if (kind === "plain") return { name, mark, value: mark };
  const piece = `${mark}${awkwardText}`;
  return { name, mark, value: piece.repeat(Math.ceil(awkwardLength / piece.length)) };
}
