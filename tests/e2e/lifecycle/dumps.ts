import { expect, test } from "vitest";
import { runCronJob } from "./support/cron-job.ts";
import { databaseOf, sql } from "./support/database.ts";
import type { DumpStore } from "./support/dump-store.ts";
import { isReady, type KubernetesClients, podsOf } from "./support/kubernetes.ts";
import { runInPod } from "./support/pod-command.ts";
import type { StackInSuite } from "./support/suite.ts";

const system = "atlas-ux";

/** A database is dumped and its dump restored by the jobs of its own stack, in a real store (BDR-01, BDR-10). */
export function testDumps(open: () => StackInSuite & { readonly store: DumpStore }): void {
  test("dumps: the nightly job dumps into another provider's store, and the drill restores it", async ({
    annotate,
  }) => {
    const { suite, stack, store } = open();
    const { clients } = suite;
    const namespace = `${system}-${stack.stack}`;
    const { dumps } = stack.configured;
    if (!dumps) throw new Error(`${stack.stack} says nothing of dumps`);
    const keys = await bucketKeys(clients, namespace);
    store.open(keys, dumps.bucket);
    const database = await databaseOf(clients, namespace);
    // What the drill of the system looks for, where no migration has made it.
    await sql(
      clients,
      database,
      "create table if not exists _prisma_migrations (id text); " +
        "insert into _prisma_migrations (id) select '1' where not exists (select from _prisma_migrations)",
    );

    const begun = performance.now();
    const said = await runCronJob(clients, namespace, "database-dump");
    await annotate(`dumped after ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    expect(said).toContain('"msg":"backed up"');
    const objects = store.keys(dumps.bucket, `${stack.stack}/${system}`);
    expect(objects.filter((key) => key.startsWith("backup_"))).toEqual([
      expect.stringMatching(/^backup_\d{8}_\d{6}\.dump\.zst\.age$/),
      expect.stringMatching(/^backup_\d{8}_\d{6}\.json$/),
    ]);
    expect(await inMetricsPod(clients, namespace, "list")).toMatch(/^backup_\d{8}_\d{6} .* good$/m);

    const drilled = performance.now();
    expect(await runCronJob(clients, namespace, "database-drill")).toContain('"msg":"drill passed"');
    await annotate(`drilled after ${((performance.now() - drilled) / 1000).toFixed(0)} s`);
    const metrics = await inMetricsPod(clients, namespace, "metrics");
    const sample = (name: string): string | undefined =>
      new RegExp(`^slipway_backup_${name}(?:,run="drill")?\\} (\\S+)$`, "m").exec(metrics)?.[1];
    expect(sample(`kept\\{source="${stack.stack}/${system}"`)).toBe("1");
    expect(sample(`run_exit_code\\{source="${stack.stack}/${system}"`)).toBe("0");
    for (const secret of [keys.secret, keys.id]) expect(said).not.toContain(secret);
  });
}

/** What the store of secrets gave the stack to open its bucket with. */
async function bucketKeys(
  { core }: KubernetesClients,
  namespace: string,
): Promise<{ readonly id: string; readonly secret: string }> {
  const { data } = await core.readNamespacedSecret({ namespace, name: "dump-credentials-v1" });
  const value = (key: string): string => Buffer.from(data?.[key] ?? "", "base64").toString();
  return { id: value("access-key-id"), secret: value("secret-access-key") };
}

/** Asks the program where it has the settings and the keys: in the pod that looks into the bucket all the time. */
async function inMetricsPod(
  clients: KubernetesClients,
  namespace: string,
  command: "list" | "metrics",
): Promise<string> {
  const container = "database-dump-metrics";
  const [pod] = (await podsOf(clients, namespace, container)).filter(isReady);
  const name = pod?.metadata?.name;
  if (name === undefined) throw new Error(`${namespace} has no pod of ${container} that is ready`);
  return runInPod(clients, { namespace, pod: name, container }, ["slipway-backup", command]);
}
