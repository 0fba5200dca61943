import type { EnvironmentName } from "../../model/environment-name.ts";
import { misfit, prefixesOf, type SecretShape } from "../../model/secret-shape.ts";

/**
 * The operator's template for a value that has to fit its shape (ENV-17). What does not fit is not copied: the
 * ExternalSecret is not ready, with a message that names the secret and the form, and never the value.
 * @param value The template's expression for the value.
 */
export const checkedValue = (
  variable: string,
  shape: SecretShape,
  environment: EnvironmentName,
  value: string,
): string => `${refusals(variable, shape, environment, value)}{{ ${value} }}`;

/** The part of {@link checkedValue} that leaves no text behind: it fails for a value that does not fit. */
export function refusals(
  variable: string,
  shape: SecretShape,
  environment: EnvironmentName,
  value: string,
): string {
  const prefix = shape.prefix[environment];
  const whole = prefix.length + shape.length;
  const begins = prefixesOf(shape, environment).map((text) => `(hasPrefix ${JSON.stringify(text)} ${value})`);
  const tests = [
    ...(prefix === "" ? [] : [`not ${begins.length === 1 ? begins.join("") : `(or ${begins.join(" ")})`}`]),
    shape.characters === "exactly"
      ? `ne (len ${value}) ${whole}`
      : `lt (len ${value}) ${shape.characters === "at least" ? whole : prefix.length + 1}`,
    ...(shape.pattern ? [`not (regexMatch ${JSON.stringify(shape.pattern.source)} ${value})`] : []),
  ];
  const message = JSON.stringify(misfit(variable, shape, environment));
  return tests.map((test) => `{{ if ${test} }}{{ fail ${message} }}{{ end }}`).join("");
}
