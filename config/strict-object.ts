import { closest } from "fastest-levenshtein";
import { z } from "zod";

/**
 * An object that takes just these keys. A key that it does not know is refused, naming the nearest that it does.
 * @param what What the object says, for the message when it is missing.
 */
export function strictObject<Shape extends z.core.$ZodLooseShape>(what: string, shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: ({ code, input, ...issue }) => {
      if (code === "unrecognized_keys") return unknownKeys(issue.keys as readonly string[], known);
      if (input === undefined) return `missing; give ${what}, with: ${known.join(", ")}`;
      return `${JSON.stringify(input)} is not ${what}; give an object with: ${known.join(", ")}`;
    },
  });
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const sentences = keys.map((key) =>
    known.length === 0
      ? `unknown key "${key}"; nothing can be set here`
      : `unknown key "${key}"; did you mean "${closest(key, known)}"? Known: ${known.join(", ")}`,
  );
  return sentences.join("; ");
}
