import { z } from "zod";
import { type FlagRelease, unreleased } from "../model/feature-flag.ts";
import type { Problem } from "../model/problem.ts";
import type { System } from "../model/system.ts";
import { validateFlagRelease } from "../model/validation/validate-flags.ts";
import type { SystemEnvironment } from "./environment.ts";
import { missingOr, percentageField, show, textField } from "./fields.ts";
import type { GivenFlag } from "./given.ts";
import { strictObject } from "./strict-object.ts";

const ids = z
  .array(textField("an id"), { error: ({ input }) => `${show(input)} is not a list of ids` })
  .min(1, { error: "is empty; list ids, or leave the variant out" });

const yesOrNo = z.boolean({
  error: ({ input }) => missingOr(input, "is not true or false", "true or false"),
});

const subjects = ["user", "tenant"] as const;

const subject = z.enum(subjects, {
  error: ({ input }) => missingOr(input, `is not one of ${subjects.join(", ")}`, subjects.join(" or ")),
});

/** The field of who gets which variant of a system's flags in an environment; none without any flag. */
export function flagsField({ flags }: System) {
  if (Object.keys(flags).length === 0) return {};
  const fields = Object.entries(flags).map(([key, { variants }]) => {
    const byVariant = <T extends z.core.$ZodType>(what: string, field: T) =>
      strictObject(
        what,
        Object.fromEntries(Object.keys(variants).map((variant) => [variant, field])),
      ).optional();
    const release = strictObject("who gets which variant", {
      killed: yesOrNo.optional(),
      serve: textField("a variant").optional(),
      users: byVariant("users by variant", ids.optional()),
      tenants: byVariant("tenants by variant", ids.optional()),
      share: strictObject("a share", {
        by: subject,
        of: byVariant("percentages by variant", percentageField.optional()).unwrap(),
      }).optional(),
    });
    return [key, release.optional()] as const;
  });
  return { flags: strictObject("flags", Object.fromEntries(fields)).optional() };
}

/** Who gets which variant of each flag, with every default filled in. */
export function flagReleases(
  { flags }: System,
  given: Readonly<Record<string, GivenFlag | undefined>>,
): ReadonlyMap<string, FlagRelease> {
  return new Map(Object.entries(flags).map(([key, flag]) => [key, { ...unreleased(flag), ...given[key] }]));
}

/** What is wrong with who gets which variant. */
export const flagProblems = (path: string, { system, flags }: SystemEnvironment): Problem[] =>
  Object.entries(system.flags).flatMap(([key, flag]) => {
    const release = flags.get(key);
    return release ? validateFlagRelease(`${path}.flags.${key}`, flag, release) : [];
  });
