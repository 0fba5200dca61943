import type { ClusterAddresses } from "./addresses.ts";

/** The supervisor's file for its reports: a line of JSON each. */
export const REPORT_FD = 3;
/** The supervisor's file that is its owner's folder in the host's /proc. */
export const OWNER_FD = 4;

/** What the supervisor is told on its standard input, which stays open until it reports that all is ready. */
export interface Order {
  readonly name: string;
  readonly folder: string;
  readonly addresses: ClusterAddresses;
  /** The root below which the Debian packages lie. */
  readonly debian: string;
  readonly withNode: boolean;
  readonly hasOwner: boolean;
}

/** What the supervisor tells. The last one is `ready` or `failed`. */
export type Report =
  { readonly said: string } | { readonly ready: { readonly identity: string } } | { readonly failed: string };
