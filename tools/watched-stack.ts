import { type EnvironmentName, environmentNames } from "../model/environment-name.ts";
import { withPlainErrors } from "./plain-errors.ts";

/** The stacks that have objectives: nothing watches dev. */
export const watchedStacks: readonly EnvironmentName[] = environmentNames.filter((name) => name !== "dev");

/** Runs a command about the objectives of the stack that it was called with, or prints how it is called. */
export async function withWatchedStack(
  usage: string,
  command: (stack: EnvironmentName) => Promise<void> | void,
): Promise<void> {
  const [, , given = ""] = process.argv;
  const stack = watchedStacks.find((name) => name === given);
  if (given === "--help") {
    console.log(usage);
  } else if (stack === undefined) {
    console.error(
      `There is no stack "${given}" with objectives. Say STACK= and one of: ${watchedStacks.join(", ")}.`,
    );
    process.exitCode = 2;
  } else {
    await withPlainErrors(() => command(stack));
  }
}
