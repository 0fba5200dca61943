import { days, type Duration } from "../model/quantities/duration.ts";
import { secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import { show, spanField } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

/** How old a secret may get before somebody is told to replace it (SEC-04), where the stack's file says nothing else. */
export const usualRotation: Duration = days(365);

/** A day to rotate in: what is shorter is no secret that a person replaces. */
const shortest = days(1);

const span = spanField.refine((after) => !shortest.exceeds(after), {
  error: ({ input }) => `${show(String(input))} is less than a day; give "1d" or more`,
});

/** After how long each secret of a system has to be replaced, where that is not after a year. */
export const rotationField = (system: System) =>
  strictObject(
    "the greatest age by secret",
    Object.fromEntries(secretNames(system).map(({ name }) => [name, span.optional()])),
  ).optional();
