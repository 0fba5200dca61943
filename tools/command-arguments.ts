import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { Duration } from "../model/quantities/duration.ts";
import { InvalidQuantity } from "../model/quantities/invalid-quantity.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";

/** What a command was called with. @throws UsageError with its usage, for an option that it doesn't have. */
export function commandArguments<Options extends ParseArgsOptionsConfig>(
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
