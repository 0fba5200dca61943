import { secretProperties } from "../components/secrets/secret-references.ts";
import { secretServiceNames, secretServices } from "../config/secret-service.ts";
import { containerVariables } from "../model/container-variables.ts";
import { environmentNames } from "../model/environment-name.ts";
import { runnablesOf } from "../model/runnable.ts";
import { type SecretName, secretNames } from "../model/secret-names.ts";
import { ofAnyForm, secretForm, type SecretShape } from "../model/secret-shape.ts";
import { secretShape } from "../model/store-secret-shapes.ts";
import type { System } from "../model/system.ts";
import type { Variable } from "../model/variable.ts";
import { table } from "./markdown-table.ts";

/** What a reader is told of a variable: meaning, value and form, and who reads it. */
export function variableRow(system: System, name: string, variable: Variable): string[] {
  const readers = runnablesOf(system)
    .filter(({ runnable }) => containerVariables(system, runnable).some(([other]) => other === name))
    .map((reader) => reader.name);
  return [`\`${name}\``, variable.meaning, valueOf(variable), readers.join(", ")];
}

function valueOf(variable: Variable): string {
  switch (variable.kind) {
    case "setting": {
      const { value, phase, shape } = variable;
      const text =
        typeof value === "string"
          ? `\`${value}\``
          : Object.entries(value)
              .map(([environment, each]) => `${environment} \`${each}\``)
              .join(", ");
      return `${text}; ${shape.form}${phase === "build" ? " (while building)" : ""}`;
    }
    case "public-url":
      return `address of ${variable.service}`;
    case "external-url":
      return `address of ${variable.host}`;
    case "secret":
      return `${variable.optional ? "optional secret" : "secret"}; ${secretForms(variable.shape)}`;
  }
}

/** One form, or one for each environment where they differ. */
function secretForms(shape: SecretShape): string {
  const forms = environmentNames.map((environment) => secretForm(shape, environment));
  const [first = ""] = forms;
  return new Set(forms).size === 1
    ? first
    : environmentNames.map((environment, index) => `${environment} ${forms[index] ?? ""}`).join(", ");
}

/** What a reader is told of a secret that a store has to hold. */
export const secretRow = (system: System, { name, optional }: SecretName): string[] => [
  `\`${name}\``,
  secretProperties(system, name)
    ?.map((key) => `\`${key}\``)
    .join(", ") ?? "none: one plain value",
  optional ? "no" : "yes",
  secretForms(secretShape(system, name) ?? ofAnyForm()),
];

/** How a key is written for each service, by one secret of several values and one of a single value, if there are. */
export function secretKeys(system: System): string[] {
  const names = secretNames(system).map(({ name }) => name);
  const plain = names.find((name) => secretProperties(system, name) === undefined);
  const several = names.find((name) => secretProperties(system, name) !== undefined);
  const shown = [plain, several].filter((name) => name !== undefined);
  if (shown.length === 0) return [];
  const rows = secretServiceNames.map((service) => [
    `\`${service}\``,
    ...shown.map((secret) => {
      const property = secretProperties(system, secret)?.[0];
      const place = { environment: "production", system: system.name, secret, property } as const;
      const { key, property: within } = secretServices[service].remoteKey(place);
      return `\`${key}\`${within === undefined ? "" : `, property \`${within}\``}`;
    }),
  ]);
  return ["In production, for example:", table(["service", ...shown.map((name) => `\`${name}\``)], rows)];
}
