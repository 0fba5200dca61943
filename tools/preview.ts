import { runEngine, runOnBackend, stackArguments } from "../toolchain/engine/engine-command.ts";
import { engineEnvironment } from "../toolchain/engine/environment.ts";
import { holdsEncryptedValues, isDeployed, localState } from "../toolchain/engine/local-state.ts";
import { stackFile } from "../toolchain/engine/project.ts";
import { exitWith, requireStack, type StackRun } from "../toolchain/engine/requirements.ts";
import { throwAwayState } from "../toolchain/engine/throw-away-state.ts";
import { requirePolicyConfiguration } from "./policy-configuration.ts";

/** `node tools/preview.ts [stack]`: what an update of the stack would do, judged by the policies. */
await exitWith(async () => {
  const run = requireStack(process.argv[2]);
  requirePolicyConfiguration(run.stack);
  const args = ["preview", ...stackArguments(run.stack), "--suppress-progress"];
  if (process.env["DIFF"] === "1") args.push("--diff");
  if (run.backend !== undefined) {
    console.log(`Preview of ${run.stack} against ${run.backend.url} (${run.backend.saidBy}).`);
    return runOnBackend(run.stack, args, engineEnvironment(run.manifest, "user's"));
  }
  // What dev's file has encrypted opens with the passphrase of the local state and with no other.
  if (
    run.stack === "dev" &&
    (isDeployed(run.project.name, "dev") || holdsEncryptedValues(stackFile("dev")))
  ) {
    console.log("Preview of dev against this machine's local state, .toolchain/state.");
    const environment = {
      ...engineEnvironment(run.manifest, "ours"),
      ...localState(run.project.name, "dev"),
    };
    return runEngine(args, environment);
  }
  return previewFromNothing(run, args);
});

async function previewFromNothing(run: StackRun, args: string[]): Promise<number> {
  console.log(`Preview from nothing: no backend is configured, so ${run.stack} is taken to be empty.`);
  const state = throwAwayState(run.project.name, run.stack, stackFile(run.stack));
  process.on("exit", () => {
    state.remove();
  });
  const environment = { ...engineEnvironment(run.manifest, "ours"), ...state.environment };
  return runEngine([...args, "--config-file", state.configFile], environment);
}
