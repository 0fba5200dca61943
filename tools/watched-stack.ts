import { type EnvironmentName, environmentNames } from "../model/environment-name.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";
import { commandArguments, help } from "./command-arguments.ts";
import { withPlainErrors } from "./plain-errors.ts";

/** The stacks that have objectives: nothing watches dev. */
export const watchedStacks: readonly EnvironmentName[] = environmentNames.filter((name) => name !== "dev");

const WRONG_CALL = 2;

/** Runs a command about the objectives of the stack that it was called with, or prints how it is called. */
export async function withWatchedStack(
  usage: string,
  command: (stack: EnvironmentName) => Promise<void> | void,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  try {
    const stack = watchedStackGiven(args, usage);
    if (stack === undefined) console.log(usage);
    else await withPlainErrors(() => command(stack));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = WRONG_CALL;
  }
}

/** The stack that a command was called with; nothing where somebody asks how it is called. @throws UsageError for a wrong call. */
export function watchedStackGiven(args: readonly string[], usage: string): EnvironmentName | undefined {
  const { values, positionals } = commandArguments(args, { help }, usage, 1);
  if (values.help) return undefined;
  const [given = ""] = positionals;
  const stack = watchedStacks.find((name) => name === given);
  if (stack === undefined)
    throw new UsageError(
      `There is no stack "${given}" with objectives. Say STACK= and one of: ${watchedStacks.join(", ")}.`,
    );
  return stack;
}
