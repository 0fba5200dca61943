import { readFileSync } from "node:fs";
import type { V1Pod } from "@kubernetes/client-node";
import { FlagdCore } from "@openfeature/flagd-core";
import { expect, test } from "vitest";
import { flagFile } from "../../../model/feature-flag.ts";
import type { Cluster } from "../../../toolchain/cluster/cluster.ts";
import { eventually } from "./support/eventually.ts";
import { podsOf } from "./support/kubernetes.ts";
import { runningContainers } from "./support/node-processes.ts";
import { resourceCounts } from "./support/stack-under-test.ts";
import type { StackInSuite, Suite } from "./support/suite.ts";

const system = "odd-scenes";
const namespace = "odd-scenes-dev";
const key = "new-checkout";

/** A flag is turned by an update, on a stack that is up, and no pod restarts (DEP-29). */
export function testFeatureFlags(open: () => StackInSuite): void {
  test("a flag that is killed is off in the pods that run, and none of them restarts", async ({
    annotate,
  }) => {
    const { suite, stack } = open();
    const before = stack.configured;
    const pods = await standingPods(suite);
    const uids = pods.map(({ metadata }) => metadata?.uid).sort();
    const readers = pods
      .filter(({ spec }) => spec?.volumes?.some(({ name }) => name === "flags") === true)
      .map(({ metadata }) => metadata?.uid ?? "");
    expect(readers.length).toBeGreaterThan(0);
    for (const uid of readers) expect(valueIn(suite.cluster, uid)).toBe(true);

    stack.configure(({ systems }) => {
      const own = systems[system];
      if (own) own.flags = { [key]: { serve: "enabled", killed: true } };
    });
    const killed = await stack.up();
    expect(killed.exitCode, killed.output).toBe(0);
    expect(resourceCounts(killed.output)["updated"], killed.output).toBe(1);
    const started = performance.now();
    await eventually(
      "the flag is off in every pod",
      () => (readers.every((uid) => valueIn(suite.cluster, uid) === false) ? true : undefined),
      { within: 240_000 },
    );
    await annotate(`off in the pods ${((performance.now() - started) / 1000).toFixed(0)} s after the update`);

    const after = await standingPods(suite);
    expect(after.map(({ metadata }) => metadata?.uid).sort()).toEqual(uids);
    expect(restartsOf(after)).toBe(restartsOf(pods));
    stack.configure((configuration) => Object.assign(configuration, before));
    const back = await stack.up();
    expect(back.exitCode, back.output).toBe(0);
  });
}

/** The pods of the system, without those that an earlier update has told to go. */
const standingPods = async ({ clients }: Suite): Promise<V1Pod[]> =>
  (await podsOf(clients, namespace)).filter(({ metadata }) => metadata?.deletionTimestamp === undefined);

const restartsOf = (pods: readonly V1Pod[]): number =>
  pods
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);

/** What code in a pod would get, from the file as the pod sees it. */
function valueIn(cluster: Cluster, podUid: string): boolean | undefined {
  const [container] = runningContainers(cluster, podUid);
  if (container === undefined) return undefined;
  const file = `/proc/${container.pid}/root${flagFile.folder}/${flagFile.name}`;
  const core = new FlagdCore();
  core.setConfigurations(readFileSync(file, "utf8"));
  return core.resolveBooleanEvaluation(key, false, { targetingKey: "ann" }).value;
}
