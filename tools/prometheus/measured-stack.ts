import { type EnvironmentName, environmentNames } from "../../model/environment-name.ts";
import type { System } from "../../model/system.ts";
import { systems } from "../../systems/all.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";

/** A stack that a Prometheus watches, and its systems that somebody asks about. */
export interface MeasuredStack {
  readonly stack: EnvironmentName;
  readonly systems: readonly System[];
}

const measured = environmentNames.filter((name) => name !== "dev");

/** Why there is nothing to ask of dev, by whom a command asks. */
const unwatched = {
  Prometheus: "No Prometheus watches dev.",
  Alertmanager: "No Alertmanager is told of dev.",
} as const;

/**
 * What a command line means by its stack and its system; without a system, all of them.
 * @throws UsageError when there is none of that name.
 */
export function measuredStack(
  [stackGiven = "", systemGiven = ""]: readonly string[],
  asked: keyof typeof unwatched = "Prometheus",
): MeasuredStack {
  const stack = measured.find((name) => name === stackGiven);
  if (stack === undefined)
    throw new UsageError(
      `${stackGiven === "dev" ? unwatched[asked] : `There is no stack "${stackGiven}".`} Say STACK= and one of: ${measured.join(", ")}.`,
    );
  const chosen = systems.filter(({ name }) => systemGiven === "" || name === systemGiven);
  if (chosen.length === 0)
    throw new UsageError(
      `There is no system "${systemGiven}". Say SYSTEM= and one of: ${systems.map(({ name }) => name).join(", ")}.`,
    );
  return { stack, systems: chosen };
}
