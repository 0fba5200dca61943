import type { Hostname } from "../model/hostname.ts";
import type { Digest, ImageReference } from "../model/image-reference.ts";
import type { Bytes } from "../model/quantities/bytes.ts";
import type { Cpu } from "../model/quantities/cpu.ts";
import type { Checkout, Cluster, Repository } from "./environment.ts";

// What the schema lets through. Its keys are those of the declarations, which no type can list, so these are the
// shapes behind `schema.ts` written out once.

type Named<T> = Readonly<Record<string, T | undefined>>;

export interface GivenEnvironment {
  readonly cluster?: Partial<Cluster> & Pick<Cluster, "identity">;
  readonly systems: Readonly<Record<string, GivenSystem>>;
  readonly release?: Named<Named<Digest | ImageReference>>;
  readonly checkouts?: Named<Named<Partial<Checkout> & Pick<Checkout, "context">>>;
  readonly repository?: Repository;
}

export interface GivenSystem {
  readonly sizes?: GivenSizes;
  readonly hostnames: Named<Hostname>;
  readonly secrets?: { readonly store: string; readonly versions: Named<string> };
}

export interface GivenSizes {
  readonly services?: Named<GivenServiceSize>;
  readonly database?: { readonly storage?: Bytes };
  readonly cache?: { readonly storage?: Bytes; readonly memory?: Bytes };
  readonly vectorStore?: { readonly storage?: Bytes };
}

export interface GivenServiceSize {
  readonly cpu?: { readonly request: Cpu; readonly limit: Cpu };
  readonly memory?: Bytes;
  readonly replicas?: number | { readonly minimum: number; readonly maximum: number };
}
