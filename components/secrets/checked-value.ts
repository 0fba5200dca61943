import type { EnvironmentName } from "../../model/environment-name.ts";
import { misfit, prefixesOf, type SecretShape } from "../../model/secret-shape.ts";

/**
 * The operator's template for a value that has to fit its shape (ENV-17). What does not fit is not copied: the
 * ExternalSecret is not ready, with a message that names the secret and the form, and never the value.
 * @param value The template's expression for the value.
 */
export function checkedValue(
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
  ];
  const message = JSON.stringify(misfit(variable, shape, environment));
  const refusals = tests.map((test) => `{{ if ${test} }}{{ fail ${message} }}{{ end }}`);
  return [...refusals, `{{ ${value} }}`].join("");
}
