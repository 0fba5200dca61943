import type { EnvironmentName } from "../../model/environment-name.ts";
import { type SecretShape, valueOfShape } from "../../model/secret-shape.ts";

/**
 * A value that fits a shape and holds as much of a text as may stand in one.
 * @param text Letters and digits first: all of it where the shape takes anything.
 */
export function fittingValue(
  shape: SecretShape | undefined,
  environment: EnvironmentName,
  text: string,
): string {
  if (!shape) return text;
  const left = shape.pattern ? text.replaceAll(shape.suffix === "" ? /[^!-~]/g : /[^!-~]|[:/@]/g, "") : text;
  const long = left.padEnd(shape.length, "x");
  return valueOfShape(
    shape,
    environment,
    shape.characters === "exactly" ? long.slice(0, shape.length) : long,
  );
}
