import { z } from "zod";
import type { Parameter } from "../judging/settings.ts";
import { isObject, type Json } from "./policy-entry.ts";
import type { ConfigurationProblem } from "./problem.ts";

/** What is wrong with a parameter's value, as its schema has it. */
export function valueProblems(
  path: string,
  schema: Parameter,
  value: unknown,
): readonly ConfigurationProblem[] {
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value);
  return result.success
    ? []
    : result.error.issues.map((issue) => ({
        path: issue.path.reduce<string>(
          (at, key) => (typeof key === "number" ? `${at}[${key}]` : `${at}.${String(key)}`),
          path,
        ),
        value: issue.path.reduce<unknown>((at, key) => (at as Json)[String(key)], value),
        problem: `is not what it takes: ${issue.message}`,
        fix: `write ${shapeOf(schema)}. ${schema.description}`,
      }));
}

function shapeOf({ type, items, pattern, default: example }: Parameter): string {
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    boolean: "true or false",
    object: "texts by name",
  };
  if (type === "array") {
    return isObject(items) && items["type"] === "object"
      ? `objects of ${Object.keys(items["properties"] as Json).join(", ")}`
      : "a list of texts";
  }
  const word = words[String(type)] ?? String(type);
  return pattern === undefined || example === undefined ? word : `${word} such as ${JSON.stringify(example)}`;
}
