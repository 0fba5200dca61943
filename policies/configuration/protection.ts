import { defaultsOf } from "../judging/settings.ts";
import { packParameters, protectedStacks } from "./pack-parameters.ts";
import { entryOf, isObject } from "./policy-entry.ts";
import { packConfiguration } from "./review.ts";

/** The stacks that a configuration protects. */
export function protectedIn(configuration: unknown): readonly string[] {
  const { parameters } = entryOf(isObject(configuration) ? configuration : {}, packConfiguration.name);
  const stacks = { ...defaultsOf(packParameters), ...parameters }[protectedStacks];
  return Array.isArray(stacks) ? (stacks as readonly string[]) : [];
}

/**
 * What to say where exemptions from critical policies are open everywhere. It is no error: a program may have nothing to protect.
 * @param configurations By stack. One alone may rightly be none that is protected.
 */
export function unprotectedWarning(configurations: ReadonlyMap<string, unknown>): string | undefined {
  const protectsNone = [...configurations].filter(
    ([, configuration]) => protectedIn(configuration).length === 0,
  );
  const isAnyProtected = [...configurations].some(([stack, configuration]) =>
    protectedIn(configuration).includes(stack),
  );
  const names =
    configurations.size > 1 && !isAnyProtected
      ? [...configurations.keys()]
      : protectsNone.map(([stack]) => stack);
  return names.length === 0
    ? undefined
    : `No stack is protected by the configuration of ${names.join(", ")}: critical policies can be exempted from and lowered. Name the stacks that matter in ${packConfiguration.name}.${protectedStacks}.`;
}
