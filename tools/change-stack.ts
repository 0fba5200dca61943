import { type EnvironmentName, environmentNames } from "../model/environment-name.ts";
import { runEngine, runOnBackend, stackArguments } from "../toolchain/engine/engine-command.ts";
import { liveState } from "../toolchain/engine/live-state.ts";
import { exitWith, requireStack, UsageError } from "../toolchain/engine/requirements.ts";
import { requireOwnCluster } from "./live/connection.ts";
import { recordedResources } from "./live/engine-state.ts";
import { followReleases } from "./live/stack-releases.ts";
import { isPersonThere } from "./live/terminal.ts";
import { requirePolicyConfiguration } from "./policy-configuration.ts";

const operations = ["up", "refresh", "destroy"] as const;
type Operation = (typeof operations)[number];

/** `node tools/change-stack.ts up|refresh|destroy [stack]`: the operations that touch what runs. */
await exitWith(async () => {
  const operation = operations.find((name) => name === process.argv[2]);
  if (operation === undefined) throw new UsageError(`Say which of ${operations.join(", ")}.`);
  const run = requireStack(process.argv[3]);
  // Nothing is judged that goes away.
  if (operation === "up") requirePolicyConfiguration(run.stack);
  const stack = environmentNames.find((name): name is EnvironmentName => name === run.stack);
  const args = argumentsOf(operation, run.stack, isPersonThere());
  const state = liveState(run, operation);
  // An update asks by itself: its program does, before it makes anything.
  if (operation !== "up" && stack !== undefined) await requireOwnCluster(stack, state.environment);
  console.log(`${operation} of ${run.stack} with ${state.description}.`);
  const exitCode = await (run.backend === undefined
    ? runEngine(args, state.environment)
    : runOnBackend(run.stack, args, state.environment));
  if (exitCode !== 0) return exitCode;
  if (operation === "destroy") await sayWhatStays(run.stack, state.environment);
  if (operation !== "up" || stack === undefined) return 0;
  return (await followReleases({ stack, environment: state.environment })) ?? 0;
});

/** The engine gives the number of what it keeps. Which ones they are is what decides the next step. */
async function sayWhatStays(stack: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const kept = (await recordedResources(stack, environment)).filter(({ protect }) => protect === true);
  if (kept.length === 0) return;
  console.log(`These stay, since data hangs on them and they are protected:`);
  for (const { type, urn } of kept) console.log(`  ${type} ${urn.split("::").at(-1) ?? urn}`);
  console.log(`To delete one for good: "pulumi state unprotect" in "make shell", then this again.`);
}

function argumentsOf(operation: Operation, stack: string, isAsked: boolean): string[] {
  const args = operation === "up" ? stackArguments(stack) : ["--stack", stack, "--non-interactive"];
  const kept = operation === "destroy" ? ["--exclude-protected"] : [];
  return isAsked
    ? [operation, ...args.filter((arg) => arg !== "--non-interactive"), ...kept]
    : [operation, ...args, "--yes", ...kept];
}
