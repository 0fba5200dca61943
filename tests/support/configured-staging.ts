import { type ConfiguredValue, configuredValues } from "../../components/secrets/configured-values.ts";
import type { SystemEnvironment } from "../../config/environment.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { loginPasswords, secretNames } from "../../model/secret-names.ts";
import { systems } from "../../systems/all.ts";

type Group = Readonly<Record<string, unknown>>;

/** Staging's configuration with every secret, the optional ones too, in the stack's own configuration. */
export function configuredStaging(): Group {
  const given = configuredEnvironment("staging") as Group;
  return {
    ...given,
    systems: Object.fromEntries(
      systems.map((system) => [
        system.name,
        { ...((given["systems"] as Group)[system.name] as Group), secrets: allInConfiguration(system) },
      ]),
    ),
  };
}

function allInConfiguration(system: (typeof systems)[number]) {
  const versions = Object.fromEntries(secretNames(system).map(({ name }) => [name, "1"]));
  return {
    kind: "configuration",
    versions,
    ...(system.cache?.kind === "platform" ? { alsoAccepted: { CACHE_PASSWORD: "2" } } : {}),
    // A login that is locked has no password.
    ...(loginPasswords["application-b"] in versions ? { applicationLogins: ["a", "b"] } : {}),
  };
}

/** The systems of staging so configured. */
export const configuredSystemsOfStaging = (): readonly SystemEnvironment[] =>
  parseEnvironment(systems, "staging", configuredStaging()).systems;

/** What the configuration holds of secrets, with this in the place of each value. */
export function valuesFor(
  owns: readonly SystemEnvironment[],
  valueOf: (value: ConfiguredValue, own: SystemEnvironment) => unknown,
): Group {
  const root: Record<string, unknown> = {};
  for (const own of owns) {
    for (const value of configuredValues(own)) {
      const { system, secret, version, property } = value;
      const steps = [system, secret, version, ...(property === undefined ? [] : [property])];
      const last = steps.pop() ?? "";
      const place = steps.reduce<Record<string, unknown>>(
        (group, step) => (group[step] ??= {}) as Record<string, unknown>,
        root,
      );
      place[last] = valueOf(value, own);
    }
  }
  return root;
}
