import type { DeploymentSpec } from "kubernetes-types/apps/v1.d.ts";
import { describe, expect, test } from "vitest";
import { copiedStores } from "../../../components/backups/copied-stores.ts";
import { snapshotDemands } from "../../../components/backups/snapshot-demands.ts";
import { redisUsers } from "../../../components/data/redis-users.ts";
import { type Cache, externalRedis } from "../../../model/cache.ts";
import { port } from "../../../model/port.ts";
import { Bytes } from "../../../model/quantities/bytes.ts";
import { snapshotStores, whyNotCopied } from "../../../model/snapshot.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { cache } from "../model/declared-shop.ts";
import {
  dumpedStacks,
  environmentOf,
  renderedObject,
  renderedRun,
  renderedSettings,
} from "./rendered-dumps.ts";

const system = "odd-scenes";
const copies = dumpedStacks.flatMap((stack) => [
  {
    stack,
    part: "cache-snapshot",
    file: "cache.json",
    folder: "cache",
    key: /^cache-backup-password-v1\/value$/,
    variable: "REDIS_PASSWORD",
    store: { redis: { address: "cache:6379", user: "backup" } },
    reaches: "cache-snapshot.to.cache",
  },
  {
    stack,
    part: "vector-store-snapshot",
    file: "vector-store.json",
    folder: "vector-store",
    key: /^vector-store-key-v1\/value$/,
    variable: "QDRANT_API_KEY",
    store: { qdrant: { url: "http://vector-store:6333" } },
    reaches: "vector-store-snapshot.to.vector-store",
  },
]);

describe.each(copies)("in $stack, $part", (given) => {
  const { stack, part } = given;

  test("copies the store each night, an hour after the dump, never twice at once (BDR-03)", async () => {
    const { spec, pod } = await renderedRun(stack, system, part);
    expect(spec).toMatchObject({ timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    expect(spec.schedule).toMatch(/^\d+ 4 \* \* \*$/);
    expect(pod.containers[0]?.args).toEqual(["snapshot"]);
    expect(pod.containers[0]?.image).toBe(realEnvironment(stack).platformImages.backup.toString());
    const rules = spec.jobTemplate.spec?.podFailurePolicy?.rules ?? [];
    expect(rules[1]?.onExitCodes).toEqual({ containerName: part, operator: "In", values: [2, 3, 4, 5] });
  });

  test("opens its store and the bucket, and nothing else", async () => {
    const { pod } = await renderedRun(stack, system, part);
    const { [given.variable]: key = "", ...rest } = environmentOf(pod);
    expect(key).toMatch(given.key);
    expect(rest).toEqual({
      BACKUP_SETTINGS: `/etc/slipway-backup/${given.file}`,
      AWS_ACCESS_KEY_ID: "dump-credentials-v1/access-key-id",
      AWS_SECRET_ACCESS_KEY: "dump-credentials-v1/secret-access-key",
    });
    const reached = (await capturedStack(stack))
      .map(({ inputs }) => (inputs["metadata"] as { readonly name?: string } | undefined)?.name ?? "")
      .filter((name) => name.startsWith(`${part}.to.`));
    expect(reached.sort()).toEqual(
      [`${part}.to.external.dumps`, given.reaches, `${part}.to.platform.dns`].sort(),
    );
  });

  test("has a folder of its own in the dumps' bucket, below that of the database", async () => {
    const { data } = await renderedObject(stack, "ConfigMap", system, "store-snapshots");
    const settings = JSON.parse(data?.[given.file] ?? "") as Record<string, unknown>;
    const database = await renderedSettings(stack, system);
    expect(settings).toMatchObject({
      source: `${stack}/${system}/${given.folder}`,
      bucket: { ...database.bucket, prefix: `${stack}/${system}/${given.folder}` },
      recipients: database.recipients,
      ...given.store,
    });
  });
});

test.each(dumpedStacks)("one pod of %s tells Prometheus of all copies (BDR-13)", async (stack) => {
  const { spec } = await renderedObject(stack, "Deployment", system, "snapshot-metrics");
  const { template, selector } = spec as DeploymentSpec;
  const [container] = template.spec?.containers ?? [];
  expect(container?.args).toEqual(["metrics", "--listen", ":9187"]);
  expect(container?.env?.find(({ name }) => name === "BACKUP_SETTINGS")?.value).toBe(
    ["cache", "vector-store", "secrets", "repositories"]
      .map((name) => `/etc/slipway-backup/${name}.json`)
      .join(":"),
  );
  const monitor = await renderedObject(stack, "PodMonitor", system, "snapshot-metrics");
  expect(monitor.spec).toMatchObject({
    selector: { matchLabels: selector.matchLabels },
    podMetricsEndpoints: [{ port: "metrics" }],
  });
});

test.each(dumpedStacks)("what the copies of %s ask of the quota is what their pods state", async (stack) => {
  const demands = snapshotDemands(realEnvironment(stack), realSystem(stack, system));
  expect(demands.map(({ part }) => part)).toEqual([
    "cache-snapshot",
    "vector-store-snapshot",
    "secrets-snapshot",
    "snapshot-metrics",
  ]);
  for (const { part, demand } of demands.slice(0, 3)) {
    const { pod } = await renderedRun(stack, system, part);
    const limits = pod.containers[0]?.resources?.limits;
    expect(demand.memory).toEqual(Bytes.parse(limits?.["memory"] ?? ""));
    expect(demand.disk).toEqual(Bytes.parse(limits?.["ephemeral-storage"] ?? ""));
  }
  expect(demands.at(-1)?.demand.pods).toBe(2);
});

describe("which stores are copied (BDR-03)", () => {
  test("is said of every Redis of the three systems", () => {
    const said = systems.flatMap((each) =>
      each.cache ? [[each.name, whyNotCopied(each.cache)] as const] : [],
    );
    expect(said).toEqual([
      ["crb-analyser", "all of it can be had again"],
      ["odd-scenes", undefined],
    ]);
  });

  test("follows from what a Redis holds, unless a reason is given", () => {
    const copiedOf = (given: Cache) => snapshotStores({ cache: given, variables: {} });
    expect(copiedOf({ ...cache, purpose: "cache" })).toEqual(["secrets"]);
    expect(copiedOf({ ...cache, purpose: "both" })).toEqual(["cache", "secrets"]);
    const left = { ...cache, purpose: "counters", notCopied: "counts begin anew" } as const;
    expect(whyNotCopied(left)).toBe("counts begin anew");
    expect(copiedOf(left)).toEqual(["secrets"]);
  });

  test("leaves out what somebody else keeps", () => {
    const { version, connections, storage, memory } = cache;
    const elsewhere = externalRedis({
      ...{ version, connections, storage, memory, purpose: "counters" },
      ...{ provider: "somebody", port: port(6380) },
    });
    expect(whyNotCopied(elsewhere)).toBe("somebody has it, and keeps its own");
  });

  test("is nothing in dev, and nothing where no dumps are configured", () => {
    const own = realSystem("dev", system);
    expect(copiedStores(realEnvironment("dev"), own)).toBeUndefined();
    expect(snapshotDemands(realEnvironment("dev"), own)).toEqual([]);
    expect(copiedStores(realEnvironment("staging"), own)?.stores).toEqual([
      "cache",
      "vectorStore",
      "secrets",
    ]);
  });

  test("gives a Redis a user who may copy all and do nothing else", () => {
    const sums = { application: ["a".repeat(64)], backup: "b".repeat(64) };
    const users = redisUsers({ purpose: "counters" }, sums).trim().split("\n");
    expect(users.at(-1)).toBe(
      `user backup on #${"b".repeat(64)} resetkeys resetchannels -@all +psync +replconf`,
    );
    expect(redisUsers({ purpose: "cache" }, sums)).not.toContain("user backup");
  });
});
