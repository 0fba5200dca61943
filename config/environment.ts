import type { Cidr } from "../model/cidr.ts";
import type { CloudIdentity } from "../model/cloud-identity.ts";
import type { DatabaseClusters } from "../model/database-cluster.ts";
import type { ApplicationLogin } from "../model/database-login.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { FlagRelease } from "../model/feature-flag.ts";
import type { Hostname } from "../model/hostname.ts";
import type { ImageReference } from "../model/image-reference.ts";
import type { OffHours } from "../model/off-hours.ts";
import type { PlatformImageName } from "../model/platform-image.ts";
import type { Bytes } from "../model/quantities/bytes.ts";
import type { Cpu } from "../model/quantities/cpu.ts";
import type { Duration } from "../model/quantities/duration.ts";
import type { System } from "../model/system.ts";
import type { Backups } from "./backups.ts";
import type { Dashboards } from "./dashboards.ts";
import type { Dumps } from "./dumps.ts";
import type { Receivers } from "./receivers.ts";
import type { Runbooks } from "./runbooks.ts";
import type { SecretServiceName } from "./secret-service.ts";

/** One environment, whole and checked: what `slipway:environment` says, with every default filled in. */
export interface Environment {
  readonly name: EnvironmentName;
  /** Which cluster; `undefined` in dev means the one that kubectl talks to. */
  readonly cluster: Cluster | undefined;
  readonly systems: readonly SystemEnvironment[];
  readonly platformImages: Readonly<Record<PlatformImageName, ImageReference>>;
  /** The repository on GitHub to look after; `undefined` leaves it alone. Always so in dev. */
  readonly repository: Repository | undefined;
  /** Where backups go; `undefined` where the platform runs no database that must not be lost. Always so in dev. */
  readonly backups: Backups | undefined;
  /** Where dumps go, which are a second copy; `undefined` where no system has a database. Always so in dev. */
  readonly dumps: Dumps | undefined;
  /** Who is told of alerts. Never `undefined` in production, and always so in dev, which has none. @default nobody */
  readonly receivers?: Receivers;
  /** Where boards are read. @default nobody has said, and alerts name them by their path. Never so with receivers, always so in dev */
  readonly dashboards?: Dashboards;
  /** Where the pages of alerts are read. @default in the repository, which receivers can't do without then. Always so in dev */
  readonly runbooks?: Runbooks;
}

/** A cluster, never guessed: how to reach it, and which one it must turn out to be. */
export interface Cluster {
  /** A context of the kubeconfig file. */
  readonly context: string | undefined;
  /** Path of the kubeconfig file. @default the one that kubectl reads */
  readonly kubeconfig: string | undefined;
  /** UID of its `kube-system` namespace, which no two clusters share. */
  readonly identity: string;
  /** The addresses its API server answers from. @default unknown, so that policies let pods ask for it anywhere */
  readonly apiServer: readonly Cidr[] | undefined;
}

/** One system in one environment. */
export interface SystemEnvironment {
  /** The declaration with this environment's sizes and rate limits in place of its own. */
  readonly system: System;
  /** By public service and by external host. */
  readonly hostnames: ReadonlyMap<string, Hostname>;
  /** By key of `system.images`. */
  readonly images: ReadonlyMap<string, ImageReference>;
  /** Local source trees that dev builds images from, by key of `system.images`. */
  readonly checkouts: ReadonlyMap<string, Checkout>;
  readonly secrets: SecretSource;
  /** The clusters of a Postgres of the platform's. @default one, that began empty */
  readonly databaseClusters: DatabaseClusters;
  /**
   * The logins of the application that its database lets in, the one first that services go by. Any other is locked.
   * @default the first login alone
   */
  readonly applicationLogins?: readonly ApplicationLogin[];
  /** Who gets which variant, by key of `system.flags`. */
  readonly flags: ReadonlyMap<string, FlagRelease>;
  /** Said of a release that takes something away from the database. @default nothing is taken away */
  readonly contract?: Contract;
  /** Whom its pods work as in a cloud, by service or task. @default nobody */
  readonly identities?: ReadonlyMap<string, CloudIdentity>;
  /** When the system is switched off and on; always `undefined` outside of dev. */
  readonly offHours: OffHours | undefined;
  /** What the cluster grants all of it at its peak. @default no bound but that of its own parts */
  readonly ceiling?: Ceiling;
}

/** A release whose migration takes away what the releases before it need (DB-10). */
export interface Contract {
  /** The release of the migration's image: its digest, or the reference that dev runs. */
  readonly release: string;
  /** What it takes away, for who wants to go back past it. */
  readonly reason: string;
}

/** The most that a system may need in an environment, its data stores and the pods of a release counted in. */
export interface Ceiling {
  /** CPU that is set aside for its pods. */
  readonly cpu?: Cpu;
  readonly memory?: Bytes;
  readonly pods?: number;
}

/** A local source tree with a Dockerfile. */
export interface Checkout {
  /** Path of the build context, from the project's folder. */
  readonly context: string;
  /** Path of the Dockerfile below the context. @default `Dockerfile` */
  readonly dockerfile: string;
}

/** Where a system's secrets come from: made up in dev; elsewhere a store, or the stack's own configuration. */
export type SecretSource = GeneratedSecrets | StoredSecrets | ConfiguredSecrets;

export interface GeneratedSecrets {
  readonly kind: "generated";
  /**
   * By secret, the version in force of those that are not made up, but stand in the stack's configuration.
   * @default none
   */
  readonly configured?: ReadonlyMap<string, string>;
}

/** Secrets whose values stand in the stack's configuration, encrypted. Never so in production. */
export interface ConfiguredSecrets {
  readonly kind: "configured";
  /** By secret, the version that is in force. An optional secret that is not here is left out. */
  readonly versions: ReadonlyMap<string, string>;
  /** By secret, a further version that is let in, while one replaces the other: of a Redis' password. */
  readonly alsoAccepted: ReadonlyMap<string, string>;
}

export interface StoredSecrets {
  readonly kind: "stored";
  /** Which service is behind the store. @default `unnamed`, which takes keys and versions as they are */
  readonly service: SecretServiceName;
  /** Name of the cluster's `ClusterSecretStore`. */
  readonly store: string;
  /**
   * By secret, the version that is in force, which is empty where the service keeps none. An optional secret that is not
   * here is left out.
   */
  readonly versions: ReadonlyMap<string, string>;
  /** By secret, a further version that is let in, while one replaces the other: of a Redis' password. */
  readonly alsoAccepted: ReadonlyMap<string, string>;
  /** By secret, after how long it has to be replaced (SEC-04). @default a year */
  readonly rotateAfter: ReadonlyMap<string, Duration>;
}

/** A repository on GitHub. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  /** Numeric ids of the teams of which one must approve a deployment: one to six in production, else none. */
  readonly reviewerTeams: readonly number[];
}
