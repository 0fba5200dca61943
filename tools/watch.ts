import { exitWith } from "../toolchain/engine/requirements.ts";
import { watchCommand } from "./watch/watch-command.ts";

const WRONG_CALL = 2;

/** What a shell says of a program that a signal ended. */
const endedBy = { SIGINT: 130, SIGTERM: 143 } as const;

for (const [signal, exitCode] of Object.entries(endedBy))
  process.once(signal, () => {
    console.error("\nThe watch was stopped, and says nothing of the release.");
    process.exit(exitCode);
  });

/** `node tools/watch.ts [--for 15m] <stack> [system]`: whether a release holds. */
await exitWith(() => watchCommand(process.argv.slice(2), process.env), WRONG_CALL);
