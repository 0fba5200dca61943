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
  /** Whether it may give values to names itself, as a script and the address of a database do. */
  readonly holdsAssignments: boolean;
  readonly isAnnotation: boolean;
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
  return [
    ...textsIn(root.at("metadata")),
    ...root
      .at("data")
      .knownEntries()
      .flatMap(([name, field]) => textOf(field, { name, holdsAssignments: true })),
    ...root
      .at("binaryData")
      .knownEntries()
      .flatMap(([name, field]) => textOf(field, { name, holdsAssignments: true }, decoded)),
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
      if (named.has(key)) return textOf(value, { name: inner, isAnnotation: key === "annotations" });
      // A variable of a container, a header of a probe.
      if (inner === "value" && name !== undefined) return textOf(value, { name, holdsAssignments: true });
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
  { name, holdsAssignments = false, isAnnotation = false }: Partial<Omit<WrittenText, "field" | "text">> = {},
  read = (text: string): string => text,
): readonly WrittenText[] {
  const text = field.knownText;
  return text === undefined
    ? []
    : [{ field, text: read(text), holdsAssignments, isAnnotation, ...(name !== undefined && { name }) }];
}

/** What base64 stands for. Bytes that are no text hold no word that a text could. */
const decoded = (text: string): string => Buffer.from(text, "base64").toString("utf8");

/** @returns Nothing where a value can't be known yet. */
function known<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isUnknownValue(error)) return undefined;
    throw error;
  }
}
