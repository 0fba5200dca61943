import { createHash } from "node:crypto";
import { encodeQuery } from "./query-escape.ts";

type Values = Readonly<Record<string, string>>;
type Result = string | number | boolean;
type TemplateFunction = (...args: Result[]) => Result;

const textFunction =
  (of: (...texts: string[]) => Result): TemplateFunction =>
  (...args) =>
    of(...args.map(String));

/** The functions that templates of Secrets use, by the name that the real engine has for them. */
const functions: Readonly<Record<string, TemplateFunction>> = {
  b64dec: textFunction((value = "") => Buffer.from(value, "base64").toString()),
  b64enc: textFunction((value = "") => Buffer.from(value).toString("base64")),
  fail: textFunction((message = "") => {
    throw new Error(`error calling fail: ${message}`);
  }),
  hasPrefix: textFunction((prefix = "", value = "") => value.startsWith(prefix)),
  len: textFunction((value = "") => Buffer.byteLength(value)),
  lt: (a = 0, b = 0) => Number(a) < Number(b),
  ne: (a, b) => a !== b,
  not: (value = "") => !value,
  or: (...values) => values.find(Boolean) ?? values.at(-1) ?? "",
  regexMatch: textFunction((pattern = "", value = "") => new RegExp(pattern).test(value)),
  // The piped value comes last, as in every function of the engine.
  replace: textFunction((old = "", by = "", value = "") => value.replaceAll(old, by)),
  sha256sum: textFunction((value = "") => createHash("sha256").update(value).digest("hex")),
  toString: textFunction((value = "") => value),
  trim: textFunction((value = "") => value.trim()),
  urlquery: textFunction((value = "") => encodeQuery(value)),
};

/**
 * A template of the `v2` engine, of which this knows text, values, `index . "key"`, the functions above, pipes, brackets,
 * and one `if` that stands in no other.
 * @throws Error in the words of the real engine when a key or a function is missing, or the template fails by itself.
 */
export function renderTemplate(template: string, values: Values): string {
  return template
    .replaceAll(/\{\{ ?if (.*?)\}\}(.*?)\{\{ ?end ?\}\}/gs, (_, condition: string, body: string) =>
      // What a failed condition leaves out is not evaluated.
      evaluate(condition, values) === true ? body : "",
    )
    .replaceAll(/\{\{(.*?)\}\}/gs, (_, action: string) => String(evaluate(action, values)));
}

/** The words of an expression: quoted texts, brackets, pipes, and what stands between blanks. */
const wordsOf = (action: string): string[] => action.match(/"(?:[^"\\]|\\.)*"|[()|]|[^\s()|"]+/g) ?? [];

function evaluate(action: string, values: Values): Result {
  const words = wordsOf(action);
  const unknown = (): Error => new Error(`"{{${action}}}" is more than the played operator knows`);

  /** Up to a closing bracket or the end: calls, each of which hands its result to the next. */
  function pipeline(): Result {
    let result = call();
    while (words[0] === "|") {
      words.shift();
      result = call(result);
    }
    return result;
  }

  function call(piped?: Result): Result {
    const name = words[0] ?? "";
    if (!/^[a-z]/i.test(name)) return operand();
    words.shift();
    const args: Result[] = [];
    if (name === "index" && words[0] === ".") {
      words.shift();
      return valueOf(String(operand()));
    }
    while (words.length > 0 && words[0] !== "|" && words[0] !== ")") args.push(operand());
    if (piped !== undefined) args.push(piped);
    const called = functions[name];
    if (/^(?:define|else|if|range|with)$/.test(name)) throw unknown();
    if (called === undefined) throw new Error(`function "${name}" not defined`);
    return called(...args);
  }

  function operand(): Result {
    const word = words.shift() ?? "";
    if (word === "(") {
      const result = pipeline();
      if (words.shift() !== ")") throw unknown();
      return result;
    }
    if (word.startsWith('"')) return JSON.parse(word) as string;
    if (/^\d+$/.test(word)) return Number(word);
    if (/^\.\w+$/.test(word)) return valueOf(word.slice(1));
    throw unknown();
  }

  function valueOf(key: string): string {
    const value = values[key];
    if (value === undefined) throw new Error(`map has no entry for key "${key}"`);
    return value;
  }

  const result = pipeline();
  if (words.length > 0) throw unknown();
  return result;
}
