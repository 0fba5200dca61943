import { pathOf } from "../../../components/secrets/configured-values.ts";
import { secretShape } from "../../../model/store-secret-shapes.ts";
import { configuredStaging, configuredSystemsOfStaging, valuesFor } from "../configured-staging.ts";
import { fittingValue } from "../fitting-value.ts";
import { type Canary, canary, type CanaryKind } from "./canary.ts";

/** A stack's configuration with a canary in each of its secrets. */
export interface ConfiguredCanaries {
  readonly environment: unknown;
  readonly secrets: unknown;
  readonly canaries: readonly Canary[];
}

/**
 * Staging with all its secrets in its own configuration, each a canary that fits its shape.
 * @param kindOf Of the value at a path.
 */
export function configuredCanaries(kindOf: (path: string) => CanaryKind): ConfiguredCanaries {
  const canaries: Canary[] = [];
  const secrets = valuesFor(configuredSystemsOfStaging(), (value, { system, hostnames }) => {
    const shape = secretShape(system, value.secret, hostnames);
    const path = pathOf(value);
    const planted = canary(path, shape?.characters === "exactly" ? "plain" : kindOf(path));
    canaries.push(planted);
    return fittingValue(shape, "staging", planted.value);
  });
  return { environment: configuredStaging(), secrets, canaries };
}
