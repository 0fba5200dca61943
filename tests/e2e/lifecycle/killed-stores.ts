import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { databaseOf, sql } from "./support/database.ts";
import { eventually } from "./support/eventually.ts";
import { isReady, podsOf } from "./support/kubernetes.ts";
import { runningContainers } from "./support/node-processes.ts";
import { runInPod } from "./support/pod-command.ts";
import type { Suite } from "./support/suite.ts";

/** A data store that takes one number after the other, and gives back those that it has. */
interface Keeper {
  readonly part: string;
  readonly prepare: () => Promise<unknown>;
  readonly add: (number: number) => Promise<unknown>;
  readonly kept: () => Promise<string>;
  /** Milliseconds before its end of which it may lose what it confirmed. */
  readonly mayLose: number;
}

/** A number that a store confirmed, and when. */
interface Confirmed {
  readonly number: number;
  readonly at: number;
}

/** How long numbers are written before the store goes, so that it goes in the midst of it. */
const WRITTEN_FOR_MS = 6_000;

/** A data store's program is killed, and then its pod: what it has promised to keep is there when it is back. */
export function testKilledStores(namespace: string, of: () => Suite): void {
  test("data stores whose program is killed, and then whose pod goes, keep what they promised to keep", async ({
    annotate,
  }) => {
    const suite = of();
    const losses = [
      { what: "killed", lose: killProgram },
      { what: "pod deleted", lose: deletePod },
    ];
    for (const { what, lose } of losses) {
      const outcomes = await Promise.all(
        [databaseKeeper(suite, namespace), cacheKeeper(suite, namespace)].map((keeper) =>
          writeThrough(suite, namespace, keeper, lose),
        ),
      );
      for (const { part, confirmed, promised, kept, seconds } of outcomes) {
        expect(promised.length, part).toBeGreaterThan(5);
        expect(kept, part).toEqual(expect.arrayContaining(promised));
        const lost = confirmed.filter((number) => !kept.includes(number)).length;
        await annotate(
          `${part} ${what}: back in ${seconds.toFixed(1)} s, ${promised.length} promised and kept, ${lost} lost of ${confirmed.length} confirmed`,
        );
      }
    }
  });
}

/** Writes one number after the other until the store has gone and is back. */
async function writeThrough(
  suite: Suite,
  namespace: string,
  { part, prepare, add, kept, mayLose }: Keeper,
  lose: (suite: Suite, namespace: string, part: string) => Promise<void>,
): Promise<{ part: string; confirmed: number[]; promised: number[]; kept: number[]; seconds: number }> {
  await prepare();
  const confirmed: Confirmed[] = [];
  const writing = new AbortController();
  const writer = (async () => {
    for (let number = 1; !writing.signal.aborted; number += 1) {
      try {
        await add(number);
        confirmed.push({ number, at: performance.now() });
      } catch {
        // It is away: what was not confirmed may be there or not.
        await sleep(100);
      }
    }
  })();
  await sleep(WRITTEN_FOR_MS);
  const lost = await runningIn(suite, namespace, part);
  expect(lost, part).toBeDefined();
  const gone = performance.now();
  await lose(suite, namespace, part);
  await eventually(
    `another container of ${part}`,
    async () => {
      const now = await runningIn(suite, namespace, part);
      if (now === undefined) throw new Error(`none is ready: ${await stateOf(suite, namespace, part)}`);
      if (now === lost) throw new Error(`${now} still runs`);
      return now;
    },
    { within: 120_000, every: 200 },
  );
  const returned = performance.now();
  const before = confirmed.length;
  const seconds = await eventually(
    `${part} takes numbers again`,
    () => (confirmed.length > before ? (performance.now() - gone) / 1000 : undefined),
    { every: 100 },
  );
  writing.abort();
  await writer;
  const numbers = (of: readonly Confirmed[]): number[] => of.map(({ number }) => number);
  return {
    part,
    confirmed: numbers(confirmed),
    promised: numbers(confirmed.filter(({ at }) => mayLose === 0 || at < gone - mayLose || at > returned)),
    kept: (await kept()).split("\n").map(Number),
    seconds,
  };
}

/** The container that serves, where one does. */
async function runningIn({ clients }: Suite, namespace: string, part: string): Promise<string | undefined> {
  const [pod] = (await podsOf(clients, namespace, part)).filter(isReady);
  return pod?.status?.containerStatuses?.[0]?.containerID;
}

/** What the pods of a part say of themselves, for a message. */
async function stateOf({ clients }: Suite, namespace: string, part: string): Promise<string> {
  const pods = await podsOf(clients, namespace, part);
  return JSON.stringify(
    pods.map(({ metadata, status }) => ({
      pod: metadata?.name,
      phase: status?.phase,
      containers: status?.containerStatuses?.map(({ state, lastState }) => ({ state, lastState })),
    })),
  );
}

function databaseKeeper({ clients }: Suite, namespace: string): Keeper {
  const ask = async (statement: string): Promise<string> =>
    sql(clients, await databaseOf(clients, namespace), statement);
  return {
    part: "database",
    prepare: () => ask("drop table if exists kept; create table kept (number int)"),
    add: (number) => ask(`insert into kept values (${number})`),
    kept: () => ask("select number from kept order by number"),
    mayLose: 0,
  };
}

function cacheKeeper({ clients }: Suite, namespace: string): Keeper {
  const ask = async (...command: string[]): Promise<string> => {
    const [pod] = (await podsOf(clients, namespace, "cache")).filter(isReady);
    const place = { namespace, pod: pod?.metadata?.name ?? "", container: "cache" };
    return runInPod(clients, place, ["redis-cli", "-e", ...command]);
  };
  return {
    part: "cache",
    prepare: () => ask("del", "kept"),
    add: (number) => ask("rpush", "kept", String(number)),
    kept: () => ask("lrange", "kept", "0", "-1"),
    // It puts off writing its log for up to two seconds while the disk syncs what came before, and answers all the same.
    mayLose: 2_500,
  };
}

/** As the kernel does when memory is short: nobody is asked. */
async function killProgram({ clients, cluster }: Suite, namespace: string, part: string): Promise<void> {
  const [pod] = await podsOf(clients, namespace, part);
  const processes = runningContainers(cluster, pod?.metadata?.uid ?? "");
  expect(processes.length, part).toBeGreaterThan(0);
  for (const { pid } of processes) process.kill(pid, "SIGKILL");
}

async function deletePod({ clients }: Suite, namespace: string, part: string): Promise<void> {
  const [pod] = await podsOf(clients, namespace, part);
  await clients.core.deleteNamespacedPod({
    namespace,
    name: pod?.metadata?.name ?? "",
    gracePeriodSeconds: 0,
  });
}
