import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { rules } from "../../policies/rules/catalogue.ts";
import { type CapturedResource, judge } from "../support/policy-harness.ts";
import { oddObjects } from "./odd-objects.ts";
import { resource, type Json } from "./workloads.ts";

/** What somebody could paste into a wrong field, and what of it no message may hold. */
const canaries = [
  { text: "Tr0ub4dor&3 horse", hidden: "Tr0ub4dor" },
  { text: `sk_live_${"Q7".repeat(12)}`, hidden: "Q7Q7Q7" },
  { text: "b4".repeat(20), hidden: "b4b4b4" },
  { text: "https://app:Tr0ub4dor@db.example.com/app", hidden: "Tr0ub4dor" },
] as const;

type Path = readonly (string | number)[];

/** Every text of a value, of each list the same place once, and every key of a map that its author chose. */
function textsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value === "string") return [path];
  if (Array.isArray(value))
    return value.slice(0, 1).flatMap((item, index) => textsOf(item, [...path, index]));
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]))
    : [];
}

const chosen = new Set(["labels", "annotations", "data", "binaryData", "matchLabels", "selector"]);

/** A copy with a text at a path, or in its key's place where authors choose keys. */
function withText(value: unknown, [key, ...rest]: Path, text: string, parent?: string | number): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (at === key ? withText(item, rest, text, key) : item));
  const isKey = rest.length === 0 && typeof parent === "string" && chosen.has(parent);
  return Object.fromEntries(
    Object.entries(value as Json).flatMap(([name, inner]) =>
      name !== key
        ? [[name, inner]]
        : isKey
          ? [
              [name, text],
              [text, text],
            ]
          : [[name, withText(inner, rest, text, key)]],
    ),
  );
}

/** One object of each kind that production has, and what it hasn't. */
function everyKind(): readonly CapturedResource[] {
  const folder = new URL("../stacks/goldens/production/", import.meta.url);
  const objects = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => parseAllDocuments(readFileSync(new URL(file, folder), "utf8")))
    .map((document) => document.toJS() as Json | null)
    .filter((object) => object !== null);
  const typeOf = ({ apiVersion, kind }: Json): string =>
    `kubernetes:${String(apiVersion).includes("/") ? "" : "core/"}${String(apiVersion)}:${String(kind)}`;
  // The smallest of each: the others only take longer.
  const bySize = objects.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  const ofKinds = new Map(bySize.map((object) => [typeOf(object), object]));
  return [...[...ofKinds].map(([type, object]) => resource(type, object, type.split(":")[2])), ...oddObjects];
}

it("no message of any rule shows a secret, in whatever field it stands", async () => {
  const objects = everyKind().map((each) => ({ ...each, paths: textsOf(each.props) }));
  // Spread over the whole of each object: more rounds would only take longer.
  const rounds = 12;
  const broken = new Set<string>();
  const shown: string[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const { text, hidden } of canaries.filter((_, index) => index === round % canaries.length)) {
      const stack = objects.map(({ paths, ...each }) => {
        const path = paths[Math.floor((round * paths.length) / rounds)];
        return path === undefined ? each : { ...each, props: withText(each.props, path, text) as Json };
      });
      for (const { policy, message } of await judge(stack)) {
        broken.add(policy);
        if (message.includes(hidden)) shown.push(message);
      }
    }
  expect(shown).toEqual([]);
  // What only advises is mostly about what production has none of.
  const refusing = rules.filter(({ level }) => level !== "advisory");
  const fired = refusing.filter(({ name }) => broken.has(name));
  expect(fired.length).toBeGreaterThan(refusing.length * 0.85);
}, 60_000);
