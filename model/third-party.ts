import type { Cidr } from "./cidr.ts";
import { type Port, port } from "./port.ts";
import type { SecretShape } from "./secret-shape.ts";

/** A service on the internet that a system needs (SYS-22). */
export interface ThirdParty {
  readonly name: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  readonly host: string;
  readonly port: Port;
  /** The addresses it answers from, where it publishes them. @default anywhere on the internet */
  readonly cidrs?: readonly Cidr[];
  /** Where its own state is published; `undefined` where the vendor is not chosen yet. */
  readonly statusPage?: string;
  /** The keys it hands out, by kind, and what each looks like. */
  readonly keys: Readonly<Record<string, SecretShape>>;
}

/**
 * Declares a third party.
 * @default port 443
 */
export function thirdParty<const Keys extends Readonly<Record<string, SecretShape>>>(
  given: Omit<ThirdParty, "port" | "keys"> & { port?: Port; keys: Keys },
): ThirdParty & { readonly keys: Keys } {
  return { port: port(443), ...given };
}
