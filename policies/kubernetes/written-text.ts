import { isUnknownValue } from "../judging/unknown.ts";
import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

/** A text that somebody wrote into an object. */
export interface WrittenText {
  readonly field: Field;
  readonly text: string;
  /** What it is the value of, where that can be a secret's name: a variable, an option, a key, an annotation. */
  readonly name?: string;
  /** Whether it may give values to names itself, as a script does. */
  readonly holdsAssignments: boolean;
}

/** Maps of which the keys name what the values are. */
const named = new Set(["annotations", "labels"]);
const commands = new Set(["command", "args"]);

/**
 * Every text of an object but those that a Secret is there to hold. What can't be known yet is left out: it is judged by
 * the update.
 */
export function writtenTextsOf({ kind, root }: Manifest): readonly WrittenText[] {
  const key = kindKey(kind);
  if (key === "core/Secret") return textsIn(root.at("metadata"));
  if (key !== "core/ConfigMap") return textsIn(root);
  const data = known(() => root.at("data").entries()) ?? [];
  return [
    ...textsIn(root.at("metadata")),
    ...data.flatMap(([name, field]) => textOf(field, { name, holdsAssignments: true })),
  ];
}

function textsIn(field: Field, key = ""): readonly WrittenText[] {
  const items = known(() => field.items()) ?? [];
  if (items.length > 0) return commands.has(key) ? wordsOf(items) : items.flatMap((item) => textsIn(item));
  const entries = known(() => field.entries()) ?? [];
  const name = field.at("name").knownText;
  return [
    ...(entries.length === 0 ? textOf(field) : []),
    ...entries.flatMap(([inner, value]) => {
      if (named.has(key)) return textOf(value, { name: inner });
      // A variable of a container, a header of a probe.
      if (inner === "value" && name !== undefined) return textOf(value, { name });
      return textsIn(value, inner);
    }),
  ];
}

/** An option's value may be the next word. */
const wordsOf = (words: readonly Field[]): readonly WrittenText[] =>
  words.flatMap((word, index) => {
    const option = /^--?([\w-]+)$/.exec(words[index - 1]?.knownText ?? "")?.[1];
    return textOf(word, { ...(option !== undefined && { name: option }), holdsAssignments: true });
  });

function textOf(
  field: Field,
  { name, holdsAssignments = false }: Partial<Pick<WrittenText, "name" | "holdsAssignments">> = {},
): readonly WrittenText[] {
  const text = field.knownText;
  return text === undefined ? [] : [{ field, text, holdsAssignments, ...(name !== undefined && { name }) }];
}

/** @returns Nothing where a value can't be known yet. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnknownValue(error)) return undefined;
    throw error;
  }
}
