import { namespaceName } from "../components/system-context.ts";
import { systems } from "../systems/all.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";
import { reasonOf } from "./live/absence.ts";
import { clusterOf } from "./live/connection.ts";
import { recordedResources } from "./live/engine-state.ts";
import { nameOf } from "./live/identity.ts";
import { onLiveStack } from "./live/live-stack.ts";
import { restartPods } from "./live/restart-pods.ts";
import { secretReaders } from "./live/secret-readers.ts";
import { followReleases } from "./live/stack-releases.ts";
import { confirm, isPersonThere } from "./live/terminal.ts";

const usage = `Usage: make restart STACK=<stack> SYSTEM=<system>

Replaces the pods of a system that read its Secrets, as a release does: where a store keeps no versions, they have an old value
until then. On a terminal it asks first. Exit code 0 when all were told and the releases by steps are through, else 1.`;

/** `node tools/restart.ts <stack> <system>`: new pods, with the values that Secrets have by now. */
await onLiveStack({ operation: "restart", usage }, async (live) => {
  const { stack, environment } = live;
  const names = systems.map(({ name }) => name);
  const system = names.find((name) => name === process.argv[3]);
  if (system === undefined)
    throw new UsageError(
      `There is no system "${process.argv[3] ?? ""}". Say SYSTEM= and one of: ${names.join(", ")}.`,
    );
  const namespace = namespaceName({ system, environment: stack });
  const readers = secretReaders(await recordedResources(stack, environment), namespace);
  if (readers.length === 0) {
    console.log(`Nothing of ${system} in ${stack} reads a Secret.`);
    return 0;
  }
  for (const reader of readers) console.log(`  ${nameOf(reader)}`);
  if (isPersonThere())
    await confirm(`The pods of these are replaced. A StatefulSet of one pod is away meanwhile.`);
  try {
    await restartPods(await clusterOf(stack), readers, {
      now: new Date(),
      told: (reader) => {
        console.log(`${nameOf(reader)}: its pods are being replaced`);
      },
    });
  } catch (error) {
    throw new UsageError(`The cluster refused, and what is not named above is as it was: ${reasonOf(error)}`);
  }
  return readers.some(({ kind }) => kind === "Rollout") ? ((await followReleases(live)) ?? 0) : 0;
});
