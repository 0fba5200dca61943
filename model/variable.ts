import type { ByEnvironment, EnvironmentName } from "./environment-name.ts";
import type { SecretShape } from "./secret-shape.ts";
import type { SettingShape } from "./setting-shape.ts";

/**
 * One environment variable of a system, declared once. What a database, a cache or a vector store gives is not
 * listed here: it follows from the edge (`uses`). `PORT` follows from the port and `WEB_CONCURRENCY` from the
 * processes.
 */
export type Variable = Setting | PublicUrl | ExternalUrl | Secret;

interface Described {
  /** What the code does with it. */
  readonly meaning: string;
}

/** A plain value, the same everywhere or one for each environment. */
export interface Setting extends Described {
  readonly kind: "setting";
  readonly value: string | ByEnvironment<string>;
  readonly shape: SettingShape;
  /** `build`: read while the image is built and not in the cluster (CF-10). */
  readonly phase: "run" | "build";
}

/** The public address of a service: its hostname in that environment, or its local port in dev without one. */
export interface PublicUrl extends Described {
  readonly kind: "public-url";
  readonly service: string;
}

/** The address of something outside the cluster whose hostname the environment gives. */
export interface ExternalUrl extends Described {
  readonly kind: "external-url";
  /** A key of the system's `externalHosts`. */
  readonly host: string;
}

/** A value that nobody may see. */
export interface Secret extends Described {
  readonly kind: "secret";
  readonly shape: SecretShape;
  /** An optional secret can be left out of an environment without breaking it (SEC-11). */
  readonly optional: boolean;
}

export const setting = (
  meaning: string,
  value: string | ByEnvironment<string>,
  shape: SettingShape,
): Setting => ({ kind: "setting", meaning, value, shape, phase: "run" });

export const buildSetting = (
  meaning: string,
  value: string | ByEnvironment<string>,
  shape: SettingShape,
): Setting => ({ ...setting(meaning, value, shape), phase: "build" });

/** A setting's value in an environment. */
export const settingIn = ({ value }: Setting, environment: EnvironmentName): string =>
  typeof value === "string" ? value : value[environment];

export const publicUrl = (meaning: string, service: string): PublicUrl => ({
  kind: "public-url",
  meaning,
  service,
});

export const externalUrl = (meaning: string, host: string): ExternalUrl => ({
  kind: "external-url",
  meaning,
  host,
});

export const secret = (meaning: string, shape: SecretShape): Secret => ({
  kind: "secret",
  meaning,
  shape,
  optional: false,
});

export const optionalSecret = (meaning: string, shape: SecretShape): Secret => ({
  ...secret(meaning, shape),
  optional: true,
});

/**
 * A named choice of a system's variables. Services that name the same set read the same ConfigMap, so one change
 * reaches all of them at once (SYS-06, ENV-21).
 */
export interface VariableSet {
  readonly name: string;
  readonly variables: readonly string[];
}

export const variableSet = (name: string, variables: readonly string[]): VariableSet => ({ name, variables });
