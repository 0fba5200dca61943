import { runEngine, runOnBackend, stackArguments } from "../toolchain/engine/engine-command.ts";
import { engineEnvironment } from "../toolchain/engine/environment.ts";
import { localState } from "../toolchain/engine/local-state.ts";
import { exitWith, requireStack, UsageError } from "../toolchain/engine/requirements.ts";

const operations = ["up", "refresh", "destroy"] as const;
type Operation = (typeof operations)[number];

/** `node tools/change-stack.ts up|refresh|destroy [stack]`: the operations that touch what runs. */
await exitWith(() => {
  const operation = operations.find((name) => name === process.argv[2]);
  if (operation === undefined) throw new UsageError(`Say which of ${operations.join(", ")}.`);
  const run = requireStack(process.argv[3]);
  const args = argumentsOf(operation, run.stack);
  if (run.backend !== undefined) {
    console.log(`${operation} of ${run.stack} in ${run.backend.url} (${run.backend.saidBy}).`);
    return runOnBackend(run.stack, args, engineEnvironment(run.manifest, "user's"));
  }
  if (run.stack !== "dev") {
    throw new UsageError(
      `"make ${operation}" of ${run.stack} needs the backend that holds the state the team shares, and none is configured. ` +
        `Run "pulumi login <backend>" in "make shell", or set PULUMI_BACKEND_URL. A preview needs none: "make preview STACK=${run.stack}".`,
    );
  }
  console.log(`${operation} of dev with this machine's local state, .toolchain/state.`);
  return runEngine(args, {
    ...engineEnvironment(run.manifest, "ours"),
    ...localState(run.project.name, "dev"),
  });
});

function argumentsOf(operation: Operation, stack: string): string[] {
  // Nothing is judged that goes away.
  const args = operation === "up" ? stackArguments(stack) : ["--stack", stack, "--non-interactive"];
  const kept = operation === "destroy" ? ["--exclude-protected"] : [];
  // A person at a terminal is asked; whoever runs this in a pipeline has asked before.
  if (process.stdin.isTTY && process.stdout.isTTY) {
    return [operation, ...args.filter((arg) => arg !== "--non-interactive"), ...kept];
  }
  return [operation, ...args, "--yes", ...kept];
}
