import type { CloudIdentity } from "../model/cloud-identity.ts";
import type { FlagRelease } from "../model/feature-flag.ts";
import type { Hostname } from "../model/hostname.ts";
import type { Digest, ImageReference } from "../model/image-reference.ts";
import type { OffHours } from "../model/off-hours.ts";
import type { Bytes } from "../model/quantities/bytes.ts";
import type { Cpu } from "../model/quantities/cpu.ts";
import type { Duration } from "../model/quantities/duration.ts";
import type { Backups } from "./backups.ts";
import type { Dashboards } from "./dashboards.ts";
import type { GivenDatabase } from "./database-clusters.ts";
import type { Dumps } from "./dumps.ts";
import type { Ceiling, Checkout, Cluster, Repository } from "./environment.ts";
import type { Receivers } from "./receivers.ts";
import type { Runbooks } from "./runbooks.ts";
import type { GivenSecrets } from "./secret-source.ts";

// What the schema lets through. Its keys are those of the declarations, which no type can list, so these are the
// shapes behind `schema.ts` written out once.

type Named<T> = Readonly<Record<string, T | undefined>>;

export interface GivenEnvironment {
  readonly cluster?: Partial<Cluster> & Pick<Cluster, "identity">;
  readonly systems: Readonly<Record<string, GivenSystem>>;
  readonly release?: Named<Named<Digest | ImageReference>>;
  readonly checkouts?: Named<Named<Partial<Checkout> & Pick<Checkout, "context">>>;
  readonly repository?: Repository;
  readonly backups?: Backups;
  readonly dumps?: Dumps;
  readonly receivers?: Receivers;
  readonly dashboards?: Dashboards;
  readonly runbooks?: Runbooks;
}

export interface GivenSystem {
  readonly sizes?: GivenSizes;
  readonly hostnames: Named<Hostname>;
  readonly database?: GivenDatabase;
  readonly rateLimits?: Named<GivenRateLimit>;
  readonly flags?: Named<GivenFlag>;
  readonly contract?: { readonly release: Digest | ImageReference; readonly reason: string };
  readonly offHours?: OffHours;
  readonly identities?: Named<CloudIdentity>;
  readonly secrets?: GivenSecrets;
}

/** What an environment says of a flag; the rest is as in `unreleased`. */
export type GivenFlag = Partial<FlagRelease>;

export interface GivenRateLimit {
  readonly requests: number;
  readonly per?: Duration;
}

export interface GivenSizes {
  readonly services?: Named<GivenServiceSize>;
  readonly database?: GivenDatabaseSize;
  readonly cache?: { readonly storage?: Bytes; readonly memory?: Bytes; readonly instances?: 1 | 3 };
  readonly vectorStore?: { readonly storage?: Bytes; readonly memory?: Bytes };
  readonly ceiling?: Ceiling;
}

export interface GivenDatabaseSize {
  readonly storage?: Bytes;
  readonly instances?: number;
  readonly cpu?: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory?: Bytes;
}

export interface GivenServiceSize {
  readonly cpu?: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory?: Bytes;
  readonly replicas?: number | { readonly minimum: number; readonly maximum: number };
}
