import { driftIn } from "./live/drift.ts";
import { captureEngine, failureIn } from "./live/engine-output.ts";
import { onLiveStack } from "./live/live-stack.ts";

const usage = `Usage: node tools/drift.ts [stack]

Compares what runs with what was last applied, and changes nothing.
Exit code 0 when they agree, 1 when something differs, 2 when it could not be found out.`;

const UNKNOWN = 2;

/** `node tools/drift.ts [stack]`: what somebody changed past the declaration. */
await onLiveStack(
  { operation: "drift", usage, failed: UNKNOWN },
  async ({ stack, environment, description }) => {
    console.log(`Comparing ${stack} with ${description} …`);
    const args = ["refresh", "--stack", stack, "--non-interactive", "--preview-only", "--json"];
    const { exitCode, output } = await captureEngine(args, environment);
    if (exitCode !== 0) {
      console.error(failureIn(output));
      return UNKNOWN;
    }
    const drifted = driftIn(output);
    for (const { name, type, changes } of drifted) {
      console.log(`\n${type} ${name}`);
      for (const change of changes) console.log(`  ${change}`);
    }
    console.log(
      drifted.length === 0
        ? `${stack} runs as it was applied.`
        : `\n${drifted.length} of ${stack} drifted. "make up STACK=${stack}" after "make refresh STACK=${stack}" puts each back; what is right as it runs belongs into the declaration.`,
    );
    return drifted.length === 0 ? 0 : 1;
  },
);
