import type { EnvironmentName } from "../model/environment-name.ts";
import type { Hostname } from "../model/hostname.ts";
import type { ImageReference } from "../model/image-reference.ts";
import type { PlatformImageName } from "../model/platform-image.ts";
import type { System } from "../model/system.ts";

/** One environment, whole and checked: what `slipway:environment` says, with every default filled in. */
export interface Environment {
  readonly name: EnvironmentName;
  /** Which cluster; `undefined` in dev means the one that kubectl talks to. */
  readonly cluster: Cluster | undefined;
  readonly systems: readonly SystemEnvironment[];
  readonly platformImages: Readonly<Record<PlatformImageName, ImageReference>>;
  /** The repository on GitHub to look after; `undefined` leaves it alone. Always so in dev. */
  readonly repository: Repository | undefined;
}

/** A cluster, never guessed: how to reach it, and which one it must turn out to be. */
export interface Cluster {
  /** A context of the kubeconfig file. */
  readonly context: string | undefined;
  /** Path of the kubeconfig file. @default the one that kubectl reads */
  readonly kubeconfig: string | undefined;
  /** UID of its `kube-system` namespace, which no two clusters share. */
  readonly identity: string;
}

/** One system in one environment. */
export interface SystemEnvironment {
  /** The declaration with this environment's sizes in place of its own. */
  readonly system: System;
  /** By public service and by external host. */
  readonly hostnames: ReadonlyMap<string, Hostname>;
  /** By key of `system.images`. */
  readonly images: ReadonlyMap<string, ImageReference>;
  /** Local source trees that dev builds images from, by key of `system.images`. */
  readonly checkouts: ReadonlyMap<string, Checkout>;
  readonly secrets: SecretSource;
}

/** A local source tree with a Dockerfile. */
export interface Checkout {
  /** Path of the build context, from the project's folder. */
  readonly context: string;
  /** Path of the Dockerfile below the context. @default `Dockerfile` */
  readonly dockerfile: string;
}

/** Where a system's secrets come from: made up by Slipway in dev, or kept in a store everywhere else. */
export type SecretSource = GeneratedSecrets | StoredSecrets;

export interface GeneratedSecrets {
  readonly kind: "generated";
}

export interface StoredSecrets {
  readonly kind: "stored";
  /** Name of the cluster's `ClusterSecretStore`. */
  readonly store: string;
  /** By secret, the version that is in force. An optional secret without one is left out. */
  readonly versions: ReadonlyMap<string, string>;
}

/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Numeric ids of the teams of which one must approve a deployment: one to six in production, else none. */
  readonly reviewerTeams: readonly number[];
}
