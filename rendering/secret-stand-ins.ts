import type { EnvironmentName } from "../model/environment-name.ts";
import { Hostname } from "../model/hostname.ts";
import { valueOfShape } from "../model/secret-shape.ts";
import { secretShape } from "../model/store-secret-shapes.ts";
import type { System } from "../model/system.ts";

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const each = (group: unknown, of: (inner: unknown, key: string) => unknown): unknown =>
  isGroup(group) && !("secure" in group)
    ? Object.fromEntries(Object.entries(group).map(([key, inner]) => [key, of(inner, key)]))
    : group;

/**
 * The values of secrets in a stack's file as a program sees them that has no passphrase to open them with: where one is
 * encrypted stands a text of its secret's shape. What is not encrypted stays, and is refused as ever.
 * @param configured The value of `slipway:environment`, as the file has it.
 * @param made The random part of a secret's stand-in.
 */
export function secretStandIns(
  systems: readonly System[],
  environment: EnvironmentName,
  written: unknown,
  configured: unknown,
  made: (system: string, secret: string, length: number) => string = (_system, _secret, length) =>
    "0".repeat(length),
): unknown {
  return each(written, (secrets, name) => {
    const system = systems.find((declared) => declared.name === name);
    const hostnames = hostnamesIn(configured, name);
    return each(secrets, (versions, secret) => {
      const shape = system && secretShape(system, secret, hostnames);
      const random = made(name, secret, shape?.length ?? 32);
      const text = shape ? valueOfShape(shape, environment, random) : random;
      const opened = (value: unknown): unknown => (isGroup(value) && "secure" in value ? text : value);
      return each(versions, (value) => opened(each(value, opened)));
    });
  });
}

/** The hostnames of a system. What is none is not looked at: the program tells of it. */
function hostnamesIn(configured: unknown, system: string): ReadonlyMap<string, Hostname> {
  const inner = (group: unknown, key: string): unknown => (isGroup(group) ? group[key] : undefined);
  const hostnames = inner(inner(inner(configured, "systems"), system), "hostnames");
  return new Map(
    Object.entries(isGroup(hostnames) ? hostnames : {}).flatMap(([name, host]) => {
      try {
        return [[name, Hostname.parse(String(host))] as const];
      } catch {
        return [];
      }
    }),
  );
}
