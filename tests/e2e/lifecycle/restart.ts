import { expect, test } from "vitest";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { eventually } from "./support/eventually.ts";
import { expectHealthy } from "./support/healthy-stack.ts";
import { isReady, type KubernetesClients, podsOf, serviceAddress } from "./support/kubernetes.ts";
import { startLoad } from "./support/load.ts";
import { resourceCounts } from "./support/stack-under-test.ts";
import type { StackInSuite } from "./support/suite.ts";

/** A system, and a service of it whose answers need no data store; and parts of another system, which nothing scales. */
const system = "odd-scenes";
const neighbour = { system: "atlas-ux", parts: ["engine-worker", "email-worker", "scheduler"] };
const served = { service: "frontend", path: "/" };

/** The command for stores without versions, on a stack that runs. */
export function testRestart(environment: EnvironmentName, of: () => StackInSuite): void {
  test("a restart replaces the pods of what reads Secrets, drops no request, and is no drift", async ({
    annotate,
  }) => {
    const { suite, stack } = of();
    const { clients } = suite;
    const namespace = `${system}-${environment}`;
    const before = await podsByPart(clients, namespace);
    const beside = await podsByPart(clients, `${neighbour.system}-${environment}`);
    const address = await serviceAddress(clients, namespace, served.service);
    const load = startLoad(suite, { url: `${address}${served.path}`, rate: 20 });
    const restarted = await stack.restart(system);
    expect(restarted.exitCode, restarted.output).toBe(0);
    const told = [...restarted.output.matchAll(/^\S+ (?:\S+\/)?(\S+): its pods are being replaced$/gm)].map(
      ([, part = ""]) => part,
    );
    expect(told, restarted.output).toEqual(expect.arrayContaining(["database", "cache", served.service]));
    const after = await eventually(
      "new pods of all that was named, ready, and none of the old",
      async () => {
        const now = await podsByPart(clients, namespace);
        const isThrough = told.every((part) => {
          const [old = [], fresh = []] = [before.get(part), now.get(part)];
          return (
            fresh.length > 0 && fresh.every(({ uid, ready }) => ready && !old.some((pod) => pod.uid === uid))
          );
        });
        return isThrough ? now : undefined;
      },
      { within: 300_000 },
    );
    const { requests, failures } = await load.stop();
    expect(failures).toEqual({});
    expect(requests).toBeGreaterThan(50);
    const uids = (pods: ReadonlyMap<string, readonly PodSeen[]>, part: string) =>
      (pods.get(part) ?? []).map(({ uid }) => uid).sort();
    const besideNow = await podsByPart(clients, `${neighbour.system}-${environment}`);
    for (const part of neighbour.parts) {
      expect(uids(beside, part), part).toHaveLength(1);
      expect(uids(besideNow, part), part).toEqual(uids(beside, part));
    }
    await expectHealthy(clients, environment);
    await annotate(
      `${told.join(", ")}: new pods, and none of ${neighbour.system}; ${requests} requests to ${served.service}, 0 failed`,
    );
    const drift = await stack.drift();
    expect(drift.exitCode, drift.output).toBe(0);
    const up = await stack.up();
    expect(up.exitCode, up.output).toBe(0);
    expect(Object.keys(resourceCounts(up.output)), up.output).toEqual(["unchanged"]);
    for (const part of told)
      expect(uids(await podsByPart(clients, namespace), part), part).toEqual(uids(after, part));
  });
}

interface PodSeen {
  readonly uid: string;
  readonly ready: boolean;
}

/** The pods of a namespace by part, without those of jobs, which end by themselves. */
async function podsByPart(
  clients: KubernetesClients,
  namespace: string,
): Promise<ReadonlyMap<string, readonly PodSeen[]>> {
  const pods = (await podsOf(clients, namespace)).filter(
    ({ metadata }) => !metadata?.ownerReferences?.some(({ kind }) => kind === "Job"),
  );
  const seen = pods.map((pod) => ({
    part: pod.metadata?.labels?.["app.kubernetes.io/name"] ?? "",
    uid: pod.metadata?.uid ?? "",
    ready: isReady(pod),
  }));
  return Map.groupBy(seen, ({ part }) => part);
}
