import type { Percentage } from "./quantities/percentage.ts";

/**
 * A switch in the code that is turned without a release (DEP-29). What there is to choose from is declared here; who
 * gets which in an environment stands in that environment's configuration, and until it does everybody gets `off`.
 */
export interface FeatureFlag {
  /** What the code does differently. */
  readonly meaning: string;
  /** What can be served, by a name for each. All of one type. */
  readonly variants: Readonly<Record<string, FlagValue>>;
  /** The variant in which the feature is not there: served when nothing says otherwise, and after a kill. */
  readonly off: string;
}

export type FlagValue = boolean | string | number;

/** Who is asked for when shares are dealt out: the same one gets the same variant each time. */
export type FlagSubject = "user" | "tenant";

/**
 * Who gets which variant in one environment. A user who is named comes first, then a tenant who is named, then the
 * share that someone falls into, then `serve`.
 */
export interface FlagRelease {
  /** Off for everybody at once, whatever else is said. @default false */
  readonly killed: boolean;
  /** What everybody else gets. @default the flag's `off` */
  readonly serve: string;
  /** By variant, ids of users. */
  readonly users: Readonly<Record<string, readonly string[]>>;
  /** By variant, ids of tenants. */
  readonly tenants: Readonly<Record<string, readonly string[]>>;
  /** Of all users or tenants so many get a variant; the rest get `serve`. */
  readonly share: FlagShare | undefined;
}

export interface FlagShare {
  readonly by: FlagSubject;
  /** By variant. Together at most 100 %. */
  readonly of: Readonly<Record<string, Percentage>>;
}

/** Declares a {@link FeatureFlag}. @default two variants, `enabled` and `disabled`, of which the latter is off */
export const flag = (
  given: Pick<FeatureFlag, "meaning"> & Partial<Pick<FeatureFlag, "variants" | "off">>,
): FeatureFlag => ({ variants: { enabled: true, disabled: false }, off: "disabled", ...given });

/** What an environment serves that says nothing of a flag. */
export const unreleased = ({ off }: FeatureFlag): FlagRelease => ({
  killed: false,
  serve: off,
  users: {},
  tenants: {},
  share: undefined,
});

/** Where a container finds the flags of its system, in flagd's format. */
export const flagFile = { folder: "/etc/flagd", name: "flags.json" } as const;

/**
 * What tells the flagd providers of OpenFeature to read that file, by the names that they know. `in-process` is what
 * all of them know; those that tell a file from it take the path as the sign.
 */
export const flagVariables = {
  FLAGD_RESOLVER: "in-process",
  FLAGD_OFFLINE_FLAG_SOURCE_PATH: `${flagFile.folder}/${flagFile.name}`,
} as const;
