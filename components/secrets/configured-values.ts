import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { valuesOf } from "./secret-contents.ts";
import { versionsOf } from "./secret-references.ts";

/** The key of a stack's configuration under which the values of secrets stand, each of them encrypted. */
export const secretsKey = "slipway:secrets";

/** One value that stands there: of a system's secret, in one version. */
export interface ConfiguredValue {
  readonly system: string;
  readonly secret: string;
  readonly version: string;
  /** Which of its values, for a secret of several. */
  readonly property?: string | undefined;
}

const stepsOf = ({ system, secret, version, property }: ConfiguredValue): readonly string[] => [
  ...[system, secret, version],
  ...(property === undefined ? [] : [property]),
];

/** Where a value stands. */
export const pathOf = (value: ConfiguredValue): string => [secretsKey, ...stepsOf(value)].join(".");

/** What sets a value; without one in the line it asks for it, or reads its input, and no history has it. */
export const settingCommand = (environment: EnvironmentName, value: ConfiguredValue): string =>
  `pulumi config set --stack ${environment} --secret --path '${pathOf(value)}'`;

/** Every value that a system takes from the configuration. */
export function configuredValues({ system, secrets }: SystemEnvironment): readonly ConfiguredValue[] {
  const named = [versionsOf(secrets), ...(secrets.kind === "configured" ? [secrets.alsoAccepted] : [])];
  return secrets.kind === "stored"
    ? []
    : named.flatMap((versions) =>
        [...versions].flatMap(([secret, version]) =>
          valuesOf(system, secret).map((property) => ({ system: system.name, secret, version, property })),
        ),
      );
}

/** The systems that take any of their secrets from the configuration. */
export const configuredSystems = ({ systems }: Pick<Environment, "systems">): readonly SystemEnvironment[] =>
  systems.filter((own) => configuredValues(own).length > 0);

/** What stands at a place of the configuration; `undefined` where nothing does. */
export const valueIn = (configured: unknown, value: ConfiguredValue): unknown =>
  stepsOf(value).reduce<unknown>(
    (within, step) =>
      typeof within === "object" && within !== null && Object.hasOwn(within, step)
        ? (within as Record<string, unknown>)[step]
        : undefined,
    configured,
  );
