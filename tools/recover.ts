import { hostname } from "node:os";
import type { EnvironmentName } from "../model/environment-name.ts";
import { runEngine, stackArguments } from "../toolchain/engine/engine-command.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";
import { clusterOf } from "./live/connection.ts";
import { captureEngine, failureIn, runReadingErrors } from "./live/engine-output.ts";
import { recordedResources } from "./live/engine-state.ts";
import { onLiveStack } from "./live/live-stack.ts";
import { isRunning, lockIn, shownHolders, type StackLock, verdictOn } from "./live/lock.ts";
import { findOrphans, foreignObjects } from "./live/ownership.ts";
import { lossesIn, objectsKnownOtherwise, type PlannedStep, readPlan } from "./live/plan.ts";
import { confirm, isPersonThere } from "./live/terminal.ts";

const usage = `Usage: node tools/recover.ts [stack]

Brings a stack back whose update was killed: frees its lock, reads back what is there, takes up objects that were made
and not recorded, finishes the update, and looks for objects that carry the stack's labels and are in no state.
At a terminal it asks before it frees a lock and before it changes anything. Without one, it frees the lock only of a
process of this machine that no longer runs; FORCE=1 frees any.
Exit code 0 when the stack is whole, 1 when something is left to decide.`;

/** `node tools/recover.ts [stack]`: after an update that was killed. */
await onLiveStack({ operation: "recover", usage }, async ({ stack, environment, description }) => {
  const isTerminal = isPersonThere();
  console.log(`Recovering ${stack} with ${description}.`);
  const read = await readBack(stack, environment, isTerminal);
  if (read !== 0) return read;

  say("Looking at what is still to be made");
  const planned = await captureEngine(["preview", ...stackArguments(stack), "--json"], environment);
  if (planned.exitCode !== 0) {
    console.error(failureIn(planned.output));
    return planned.exitCode;
  }
  const plan = readPlan(planned.output);
  const config = await clusterOf(stack);
  refuseToLose(objectsKnownOtherwise(plan, await recordedResources(stack, environment)));
  refuseToTake(await foreignObjects(config, plan, stack), stack);
  if (isTerminal) await askAbout(plan, stack);

  say("Finishing the update; objects that carry the stack's labels are taken up");
  const update = ["up", ...stackArguments(stack), "--yes", "--skip-preview"];
  const adopted = await runEngine(update, { ...environment, PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" });
  if (adopted !== 0) return adopted;
  // The ways to the cluster have recorded that they take objects up; from here on, they must not.
  const settled = await runEngine(update, environment);
  if (settled !== 0) return settled;

  say("Looking for objects that no state knows");
  const { objects, unlisted } = await findOrphans(config, await recordedResources(stack, environment), stack);
  if (objects.length > 0) {
    console.log(
      `These objects carry the labels of ${stack}, and its state does not know them:\n${lines(objects)}\n` +
        `Delete each with kubectl, or declare it and import it with "pulumi import" in "make shell".`,
    );
  }
  if (unlisted.length > 0) {
    console.log(
      `These could not be listed, so whether something of ${stack} is orphaned among them is not known:\n${lines(unlisted)}\n` +
        "Run this again when they answer, as somebody who may list them.",
    );
  }
  if (objects.length + unlisted.length > 0) return 1;
  console.log(`${stack} is whole: nothing is orphaned.`);
  return 0;
});

/** Reads back what is there, and frees the lock when one is in the way. Answers the engine's exit code. */
async function readBack(
  stack: EnvironmentName,
  environment: NodeJS.ProcessEnv,
  isTerminal: boolean,
): Promise<number> {
  const ofStack = ["--stack", stack, "--non-interactive", "--yes"];
  const refresh = ["refresh", ...ofStack, "--skip-preview", "--clear-pending-creates"];
  say("Reading back what is there");
  const first = await runReadingErrors(refresh, environment);
  const lock = first.exitCode === 0 ? undefined : lockIn(first.errors);
  if (lock === undefined) return first.exitCode;

  await requireFreeable(lock, stack, isTerminal);
  say(`Freeing the lock of ${shownHolders(lock)}`);
  const freed = await runEngine(["cancel", ...ofStack], environment);
  if (freed !== 0) return freed;
  say("Reading back what is there");
  return runEngine(refresh, environment);
}

async function requireFreeable(lock: StackLock, stack: EnvironmentName, isTerminal: boolean): Promise<void> {
  const isForced = process.env["FORCE"] === "1";
  const verdict = verdictOn(lock, { host: hostname(), isRunning, isForced, isTerminal });
  if (verdict === "ask") {
    console.log(`\n${stack} is locked by ${shownHolders(lock)}.`);
    await confirm("Two updates at once break the state. Has that one ended?");
  }
  if (verdict === "leave") {
    throw new UsageError(
      `${stack} is locked by ${shownHolders(lock)}, and that update may still run. Nothing was changed. ` +
        `Wait for it. If it has ended for sure, run "FORCE=1 make recover STACK=${stack}".`,
    );
  }
}

function refuseToLose(objects: readonly string[]): void {
  if (objects.length === 0) return;
  throw new UsageError(
    `The state knows these objects as other resources. Taken up by the declared ones, they would be deleted with the old ones:\n` +
      `${lines(objects)}\nGive each declared one an alias of the recorded one, then run this again.`,
  );
}

function refuseToTake(objects: readonly string[], stack: EnvironmentName): void {
  if (objects.length === 0) return;
  throw new UsageError(
    `These objects are in the way. They carry no label of ${stack}, so they are somebody else's, and none is taken over:\n` +
      `${lines(objects)}\nDelete or rename each, then run this again.`,
  );
}

async function askAbout(plan: readonly PlannedStep[], stack: EnvironmentName): Promise<void> {
  const losses = lossesIn(plan);
  console.log(
    losses.length === 0
      ? "\nThe update deletes and replaces nothing."
      : `\nThe update deletes or replaces:\n${lines(losses)}`,
  );
  await confirm(`Finish the update of ${stack}?`);
}

function say(step: string): void {
  console.log(`\n${step} …`);
}

function lines(objects: readonly string[]): string {
  return objects.map((object) => `  ${object}`).join("\n");
}
