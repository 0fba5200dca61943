import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { Duration } from "../model/quantities/duration.ts";
import { InvalidQuantity } from "../model/quantities/invalid-quantity.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";

/** The option by which a command says how it is called. */
export const help = { type: "boolean", short: "h", default: false } as const;

/**
 * What a command was called with.
 * @param most How many arguments it takes beside its options. @default 2, a stack and a system
 * @throws UsageError with its usage, for an option that it doesn't have, or an argument too many, which would be lost without a word.
 */
export function commandArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  usage: string,
  most = 2,
) {
  const parsed = parsedArguments(args, options, usage);
  const surplus = parsed.positionals.slice(most);
  if (surplus.length > 0)
    throw new UsageError(
      `${surplus.map((each) => `"${each}"`).join(", ")}: too many arguments, ${most} at the most.\n${usage}`,
    );
  return parsed;
}

function parsedArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

/** A span of time that an option was given. @throws UsageError that names the option, for what is none. */
export function spanGiven(option: string, text: string): Duration {
  try {
    return Duration.parse(text);
  } catch (error) {
    throw error instanceof InvalidQuantity ? new UsageError(`${option}: ${error.message}.`) : error;
  }
}
