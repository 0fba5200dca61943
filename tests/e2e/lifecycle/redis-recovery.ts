import { readFileSync } from "node:fs";
import { kill } from "node:process";
import type { V1Pod } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { cacheExporter } from "../../../model/cache.ts";
import { insideCluster } from "../../../toolchain/cluster/cluster.ts";
import { startCommand } from "./support/command.ts";
import { eventually } from "./support/eventually.ts";
import { isReady, podsOf } from "./support/kubernetes.ts";
import { runningContainers } from "./support/node-processes.ts";
import { runInPod } from "./support/pod-command.ts";
import type { Suite } from "./support/suite.ts";

interface RedisOnNode {
  readonly suite: Suite;
  readonly namespace: string;
}

/** What a system's single Redis costs when it dies: how long it is away, and what it loses (CF-20). */
export function testRedisRecovery(of: () => RedisOnNode): void {
  test("a Redis that is killed, or evicted, is back with every counter, and its exporter finds it", async ({
    annotate,
  }) => {
    const { suite, namespace } = of();
    const redis = await readyRedis(of());
    expect(commandLines(suite, redis)).toContain("redis-server");
    expect(commandLines(suite, redis)).not.toContain(await passwordIn(suite, namespace, redis));
    await ask(of(), redis, "INCRBY", "rate-limit:kept", "41");
    await eventually("the counter is in the log", async () =>
      isLogged(await ask(of(), redis, "INFO", "persistence")) ? true : undefined,
    );

    const [server] = runningContainers(suite.cluster, redis.metadata?.uid ?? "");
    if (!server) throw new Error("no process of Redis is on the node");
    const killed = performance.now();
    kill(server.pid, "SIGKILL");
    const again = await eventually(
      "Redis is back after its process was killed",
      async () => {
        const now = await readyRedis(of());
        return restarts(now) > restarts(redis) ? now : undefined;
      },
      { every: 100 },
    );
    const afterKill = (performance.now() - killed) / 1000;
    expect(await ask(of(), again, "INCR", "rate-limit:kept")).toBe("42");

    const evicted = performance.now();
    const name = again.metadata?.name ?? "";
    await suite.clients.core.createNamespacedPodEviction({
      namespace,
      name,
      body: { metadata: { name, namespace } },
    });
    const replaced = await eventually(
      "Redis is back in another pod",
      async () => {
        const now = await readyRedis(of());
        return now.metadata?.uid === again.metadata?.uid ? undefined : now;
      },
      { every: 100 },
    );
    const afterEviction = (performance.now() - evicted) / 1000;
    expect(await ask(of(), replaced, "INCR", "rate-limit:kept")).toBe("43");
    await annotate(
      `killed: away for ${afterKill.toFixed(1)} s; evicted: ${afterEviction.toFixed(1)} s; no counter lost`,
    );

    const metrics = await eventually("the exporter finds it", async () => {
      const [exporter] = (await podsOf(suite.clients, namespace, cacheExporter)).filter(isReady);
      const [command = "", ...args] = insideCluster(suite.cluster, [
        ...[suite.program, "get", `http://${exporter?.status?.podIP ?? ""}:9121/metrics`],
      ]);
      const { output } = await startCommand(command, args, {}).result;
      return output.includes("redis_up 1") ? output : undefined;
    });
    expect(metrics).toMatch(/redis_maxmemory [1-9]/);
  });
}

/** @throws Error while none is ready. */
async function readyRedis({ suite, namespace }: RedisOnNode): Promise<V1Pod> {
  const [pod] = (await podsOf(suite.clients, namespace, "cache")).filter(isReady);
  if (!pod) throw new Error(`${namespace} has no Redis that is ready`);
  return pod;
}

const restarts = ({ status }: V1Pod): number => status?.containerStatuses?.[0]?.restartCount ?? 0;

/** While Redis syncs its log, which it does each second, it confirms writes that it still keeps to itself. */
const isLogged = (persistence: string): boolean =>
  ["aof_pending_bio_fsync:0", "aof_buffer_length:0"].every((field) => persistence.includes(field));

const ask = ({ suite, namespace }: RedisOnNode, pod: V1Pod, ...words: readonly string[]): Promise<string> =>
  runInPod(suite.clients, { namespace, pod: pod.metadata?.name ?? "", container: "cache" }, [
    ...["redis-cli", "-e", ...words],
  ]);

/** The command lines of what runs in a pod, as whoever lists processes sees them. */
const commandLines = ({ cluster }: Suite, { metadata }: V1Pod): string =>
  runningContainers(cluster, metadata?.uid ?? "")
    .map(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, "utf8"))
    .join("\n");

/** The password that the pod's environment refers to. */
async function passwordIn({ clients }: Suite, namespace: string, { spec }: V1Pod): Promise<string> {
  const [reference] = (spec?.containers[0]?.env ?? []).flatMap(
    ({ valueFrom }) => valueFrom?.secretKeyRef ?? [],
  );
  const name = reference?.name ?? "";
  const { data = {} } = await clients.core.readNamespacedSecret({ namespace, name });
  const password = Buffer.from(data[reference?.key ?? ""] ?? "", "base64").toString();
  if (password === "") throw new Error(`${namespace}/${name} holds no password`);
  return password;
}
