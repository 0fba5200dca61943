import { type EnvironmentName, environmentNames } from "../../model/environment-name.ts";
import { type LiveState, liveState } from "../../toolchain/engine/live-state.ts";
import { exitWith, requireStack } from "../../toolchain/engine/requirements.ts";
import { requireOwnCluster } from "./connection.ts";

/** What runs of a stack: its state, and a cluster that is known to be its own. */
export interface LiveStack extends LiveState {
  readonly stack: EnvironmentName;
}

/** A command line about what runs of a stack. */
export interface LiveStackCommand {
  /** The command's name, as it stands behind `make`. */
  readonly operation: string;
  /** What `--help` prints. */
  readonly usage: string;
  /** The exit code of an error. @default 1 */
  readonly failed?: number;
}

/**
 * Runs a command line `[--help] [stack]` to its exit code. Before it begins, the stack's cluster is known to be its own;
 * what can't be done is printed as a plain sentence.
 */
export function onLiveStack(
  { operation, usage, failed }: LiveStackCommand,
  command: (live: LiveStack) => Promise<number>,
): Promise<void> {
  return exitWith(async () => {
    if (process.argv.includes("--help")) {
      console.log(usage);
      return 0;
    }
    const run = requireStack(process.argv[2], environmentNames);
    const live = { ...liveState(run, operation), stack: run.stack as EnvironmentName };
    await requireOwnCluster(live.stack, live.environment);
    return command(live);
  }, failed);
}
