import { describe, expect, test } from "vitest";
import { copiedStores } from "../../../components/backups/copied-stores.ts";
import { snapshotDrillDemands } from "../../../components/backups/snapshot-drill-demands.ts";
import { snapshotDrillEdges } from "../../../components/backups/snapshot-drill-edges.ts";
import { dataAlerts } from "../../../components/observability/data-alerts/data-alerts.ts";
import { Bytes } from "../../../model/quantities/bytes.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { isDrilled, snapshotDrillPart } from "../../../model/snapshot.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { api, shop } from "../model/declared-shop.ts";
import { dumpedStacks, environmentOf, renderedRun } from "./rendered-dumps.ts";

const system = "odd-scenes";
const drills = dumpedStacks.flatMap((stack) => [
  { stack, part: "cache-snapshot-drill", file: "cache.json" },
  { stack, part: "vector-store-snapshot-drill", file: "vector-store.json" },
]);

describe.each(drills)("in $stack, $part", ({ stack, part, file }) => {
  test("reads the newest copy each month, an hour after the database's drill (BDR-11)", async () => {
    const { spec, pod } = await renderedRun(stack, system, part);
    expect(spec).toMatchObject({ timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    expect(spec.schedule).toMatch(/^\d+ 6 1 \* \*$/);
    expect(pod.containers[0]?.args).toEqual(["drill"]);
    const rules = spec.jobTemplate.spec?.podFailurePolicy?.rules ?? [];
    expect(rules[1]?.onExitCodes).toEqual({ containerName: part, operator: "In", values: [2, 3, 4, 5] });
  });

  test("has the identity and the bucket's key, and no key or way to the store", async () => {
    const { pod } = await renderedRun(stack, system, part);
    expect(environmentOf(pod)).toEqual({
      BACKUP_SETTINGS: `/etc/slipway-backup/${file}`,
      BACKUP_IDENTITY_FILE: "/etc/slipway-drill/value",
      AWS_ACCESS_KEY_ID: "dump-credentials-v1/access-key-id",
      AWS_SECRET_ACCESS_KEY: "dump-credentials-v1/secret-access-key",
    });
    expect((pod.volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? [])).toEqual([
      "drill-identity-v1",
    ]);
    const reached = (await capturedStack(stack))
      .map(({ inputs }) => (inputs["metadata"] as { readonly name?: string } | undefined)?.name ?? "")
      .filter((name) => name.startsWith(`${part}.to.`));
    expect(reached.sort()).toEqual([`${part}.to.external.dumps`, `${part}.to.platform.dns`]);
  });

  test("asks of the quota what its pod states", async () => {
    const { pod } = await renderedRun(stack, system, part);
    const demands = snapshotDrillDemands(realEnvironment(stack), realSystem(stack, system));
    const demand = demands.find((each) => each.part === part)?.demand;
    const limits = pod.containers[0]?.resources?.limits;
    expect(demand?.memory).toEqual(Bytes.parse(limits?.["memory"] ?? ""));
    expect(demand?.disk).toEqual(Bytes.parse(limits?.["ephemeral-storage"] ?? ""));
    expect(demands).toHaveLength(2);
  });
});

test("every copy that a drill knows is drilled, and told of when it fails or does not come", () => {
  const environment = realEnvironment("production");
  const own = realSystem("production", system);
  const copied = copiedStores(environment, own);
  const parts = (copied?.stores ?? []).filter(isDrilled).map(snapshotDrillPart);
  expect(parts).toHaveLength(2);
  for (const part of parts) {
    const alerts = dataAlerts(environment, own).filter((alert) => alert.part === part);
    expect(alerts.map(({ name }) => name)).toEqual(["DrillFailed", "DrillLate"]);
    for (const { when } of alerts)
      expect(when).toContain(`source="production/odd-scenes/${part.replace("-snapshot-drill", "")}"`);
  }
});

test("a system without a database needs the identity for its copies too, and dev drills nothing", () => {
  const { database, ...without } = shop;
  expect(database).toBeDefined();
  expect(secretNames(without).map(({ name }) => name)).toContain("DRILL_IDENTITY");
  const { vectorStore, cache, ...empty } = without;
  expect([vectorStore, cache]).not.toContain(undefined);
  expect(secretNames(empty).map(({ name }) => name)).not.toContain("DRILL_IDENTITY");
  const dev = [realEnvironment("dev"), realSystem("dev", system)] as const;
  expect([...snapshotDrillDemands(...dev), ...snapshotDrillEdges(...dev)]).toEqual([]);
});

test("no service may go by the name of a drill", () => {
  const named = { ...shop, services: { ...shop.services, "cache-snapshot-drill": api } };
  expect(validateSystem(named).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('"cache-snapshot-drill" is what a data store goes by'),
  );
});
