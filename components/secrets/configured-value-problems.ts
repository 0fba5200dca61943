import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Problem } from "../../model/problem.ts";
import { secretNames } from "../../model/secret-names.ts";
import { fitsShape, misfit } from "../../model/secret-shape.ts";
import { secretShape } from "../../model/store-secret-shapes.ts";
import {
  type ConfiguredValue,
  configuredSystems,
  configuredValues,
  pathOf,
  secretsKey,
  settingCommand,
  valueIn,
} from "./configured-values.ts";

/** What is there under the key of secrets. */
export interface ConfiguredText {
  /** What it holds, decrypted. @default the key is not set */
  readonly values?: unknown;
  /** Whether any of it is encrypted. */
  readonly encrypted: boolean;
  /** The same as the stack's file has it. @default the file is not there, or has no such key */
  readonly written?: unknown;
}

/**
 * What is wrong with the values of secrets in a stack's configuration: all of it, each with its place and what to do, and
 * none with what was given there.
 */
export function configuredValueProblems(environment: Environment, given: ConfiguredText): Problem[] {
  const { name, systems } = environment;
  if (given.values !== undefined && name === "production")
    return [
      {
        path: secretsKey,
        message:
          'production\'s secrets never lie in the repository; take them out with "pulumi config rm --stack production slipway:secrets", make new ones, and put those into the store',
      },
    ];
  if (given.values !== undefined && !isGroup(given.values))
    return [
      { path: secretsKey, message: "is no object; give one with values by system, secret and version" },
    ];
  if (given.values !== undefined && !given.encrypted)
    return [{ path: secretsKey, message: `stands there in plain text; ${plainAdvice}` }];
  const wanted = configuredSystems(environment).flatMap((own) =>
    configuredValues(own).flatMap((value) => valueProblem(name, own, value, given.values)),
  );
  return [...unreadProblems(systems, given.values), ...plainProblems(given.written), ...wanted];
}

const plainAdvice =
  "set it again with --secret, and if it was ever committed, replace it where it was issued";

function valueProblem(
  environment: EnvironmentName,
  { system, hostnames }: SystemEnvironment,
  value: ConfiguredValue,
  configured: unknown,
): Problem[] {
  const found = valueIn(configured, value);
  const command = settingCommand(environment, value);
  const problem = (message: string): Problem[] => [{ path: pathOf(value), message }];
  if (found === undefined) return problem(`missing; set it with: ${command}`);
  if (typeof found !== "string") return problem(`is no text; set one with: ${command}`);
  if (found === "") return problem(`is empty; set it with: ${command}`);
  const shape = secretShape(system, value.secret, hostnames);
  if (shape && !fitsShape(shape, environment, found))
    return problem(`${misfit(value.secret, shape, environment)}; set another with: ${command}`);
  return [];
}

/** What nobody reads. Versions are not looked at: those from before stay, to go back to. */
function unreadProblems(systems: Environment["systems"], configured: unknown): Problem[] {
  return entriesOf(configured).flatMap(([name, secrets]) => {
    const own = systems.find(({ system }) => system.name === name);
    const path = `${secretsKey}.${shown(name)}`;
    if (!own) return [{ path, message: "is no system; take it out" }];
    if (own.secrets.kind === "stored")
      return [{ path, message: `is not read, since ${name} takes its secrets from a store; take it out` }];
    const names = secretNames(own.system).map((secret) => secret.name);
    return entriesOf(secrets).flatMap(([secret]) =>
      names.includes(secret)
        ? []
        : [{ path: `${path}.${shown(secret)}`, message: `is no secret of ${name}; take it out` }],
    );
  });
}

/** Values that were set without `--secret`, beside others that are encrypted. */
function plainProblems(written: unknown, path: readonly string[] = [secretsKey]): Problem[] {
  if (written === undefined) return [];
  if (!isGroup(written))
    return [{ path: path.join("."), message: `stands there in plain text; ${plainAdvice}` }];
  const entries = Object.entries(written);
  return entries.length === 1 && entries[0]?.[0] === "secure"
    ? []
    : entries.flatMap(([key, inner]) => plainProblems(inner, [...path, shown(key)]));
}

/** A key as a message shows it. Who sets a value one step too high makes a key of it. */
const shown = (key: string): string =>
  /^(?:[a-z][a-z-]{0,40}|[A-Z][A-Z_]{0,40}|[a-z0-9-]{1,8})$/.test(key)
    ? key
    : "(a name that may be a secret)";

const isGroup = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown): [string, unknown][] => (isGroup(value) ? Object.entries(value) : []);
