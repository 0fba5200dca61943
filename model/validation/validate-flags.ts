import type { FeatureFlag, FlagRelease } from "../feature-flag.ts";
import type { Problem } from "../problem.ts";
import { runnablesOf } from "../runnable.ts";
import type { System } from "../system.ts";

/** What flagd's providers and dashboards take for a key, and a reader for a word. */
const keyForm = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with a system's feature flags, and with who asks for them. */
export function validateFlags(system: System): Problem[] {
  return [
    ...Object.entries(system.flags).flatMap(([key, flag]) =>
      validateFlag(`${system.name}.flags.${key}`, key, flag),
    ),
    ...validateReaders(system),
  ];
}

function validateFlag(path: string, key: string, { variants, off }: FeatureFlag): Problem[] {
  const problems: Problem[] = [];
  if (!keyForm.test(key)) {
    const message = `"${key}" is not a key; use at most 63 lower-case letters, digits and -, a letter first`;
    problems.push({ path, message });
  }
  const types = new Set(Object.values(variants).map((value) => typeof value));
  const named = Object.keys(variants);
  if (named.length < 2) {
    const message = `${named.length === 0 ? "are none" : `are only "${named.join()}"`}; name two or more to choose from`;
    problems.push({ path: `${path}.variants`, message });
  }
  if (types.size > 1) {
    const message = `are of several types (${[...types].join(", ")}), and code asks for one; choose one type`;
    problems.push({ path: `${path}.variants`, message });
  }
  if (!Object.hasOwn(variants, off))
    problems.push({ path: `${path}.off`, message: unknownVariant(off, variants) });
  return problems;
}

/** A flag that no code asks for is one that somebody forgot to remove. */
function validateReaders(system: System): Problem[] {
  const asked = new Set<string>();
  const unknown = runnablesOf(system).flatMap(({ path, runnable }) =>
    ("flags" in runnable ? runnable.flags : []).flatMap((key, index) => {
      asked.add(key);
      if (Object.hasOwn(system.flags, key)) return [];
      const known = Object.keys(system.flags).join(", ") || "none";
      return [{ path: `${path}.flags[${index}]`, message: `no flag "${key}" is declared; known: ${known}` }];
    }),
  );
  const idle = Object.keys(system.flags).filter((key) => !asked.has(key));
  return [
    ...unknown,
    ...idle.map((key) => ({
      path: `${system.name}.flags.${key}`,
      message: "no service and no task asks for it; drop it, or name it in the flags of one",
    })),
  ];
}

/** What is wrong with who gets which variant of a flag in one environment. */
export function validateFlagRelease(path: string, flag: FeatureFlag, release: FlagRelease): Problem[] {
  const problems: Problem[] = [];
  const variant = (at: string, name: string): void => {
    if (!Object.hasOwn(flag.variants, name))
      problems.push({ path: `${path}.${at}`, message: unknownVariant(name, flag.variants) });
  };
  variant("serve", release.serve);
  for (const group of ["users", "tenants"] as const) {
    const given = new Map<string, string>();
    for (const [name, ids] of Object.entries(release[group])) {
      variant(`${group}.${name}`, name);
      for (const id of ids) {
        const other = given.get(id);
        if (other !== undefined) {
          const message = `"${id}" already gets ${other}; keep one`;
          problems.push({ path: `${path}.${group}.${name}`, message });
        }
        given.set(id, name);
      }
    }
  }
  const shares = Object.entries(release.share?.of ?? {});
  for (const [name] of shares) variant(`share.of.${name}`, name);
  const total = shares.reduce((sum, [, { partsPerMillion }]) => sum + partsPerMillion, 0);
  if (total > 1_000_000) {
    const message = `shares of ${total / 10_000}% are more than all; lower one`;
    problems.push({ path: `${path}.share.of`, message });
  }
  return problems;
}

const unknownVariant = (name: string, variants: FeatureFlag["variants"]): string =>
  `"${name}" is no variant of it; known: ${Object.keys(variants).join(", ") || "none"}`;
