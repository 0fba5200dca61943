import type { EnvironmentName } from "../model/environment-name.ts";
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
 * @param made The random part of a secret's stand-in.
 */
export function secretStandIns(
  systems: readonly System[],
  environment: EnvironmentName,
  written: unknown,
  made: (system: string, secret: string, length: number) => string = (_system, _secret, length) =>
    "0".repeat(length),
): unknown {
  return each(written, (secrets, name) => {
    const system = systems.find((declared) => declared.name === name);
    return each(secrets, (versions, secret) => {
      const shape = system && secretShape(system, secret);
      const random = made(name, secret, shape?.length ?? 32);
      const text = shape ? valueOfShape(shape, environment, random) : random;
      const opened = (value: unknown): unknown => (isGroup(value) && "secure" in value ? text : value);
      return each(versions, (value) => opened(each(value, opened)));
    });
  });
}
