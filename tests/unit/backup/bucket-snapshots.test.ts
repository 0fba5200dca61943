import { describe, expect, test } from "vitest";
import { copiedStores } from "../../../components/backups/copied-stores.ts";
import { snapshotDemands } from "../../../components/backups/snapshot-demands.ts";
import { snapshotDrillDemands } from "../../../components/backups/snapshot-drill-demands.ts";
import { snapshotSettings } from "../../../components/backups/snapshot-settings.ts";
import { dataAlerts } from "../../../components/observability/data-alerts/data-alerts.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { days } from "../../../model/quantities/duration.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { isDrilled, snapshotStores } from "../../../model/snapshot.ts";
import type { System } from "../../../model/system.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { api, shop } from "../model/declared-shop.ts";
import { dumpedStacks, environmentOf, renderedObject, renderedRun } from "./rendered-dumps.ts";

const copies = dumpedStacks.flatMap((stack) => [
  { stack, system: "atlas-ux", bucket: "uploads" },
  { stack, system: "crb-analyser", bucket: "reports" },
]);

describe.each(copies)("in $stack, the bucket $bucket of $system", ({ stack, system, bucket }) => {
  const part = `bucket-${bucket}-snapshot`;

  test("copies what is new each night, with a key that only reads (BDR-12)", async () => {
    const { spec, pod } = await renderedRun(stack, system, part);
    const [source, target] = ["bucket-credentials-v1", "dump-credentials-v1"];
    expect(spec).toMatchObject({ timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    expect(spec.schedule).toMatch(/^\d+ 4 \* \* \*$/);
    expect(pod.containers[0]?.args).toEqual(["snapshot"]);
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(environmentOf(pod)).toEqual({
      BACKUP_SETTINGS: `/etc/slipway-backup/bucket-${bucket}.json`,
      SOURCE_ACCESS_KEY_ID: `${source}/access-key-id`,
      SOURCE_SECRET_ACCESS_KEY: `${source}/secret-access-key`,
      SOURCE_SESSION_TOKEN: `${source}/session-token`,
      AWS_ACCESS_KEY_ID: `${target}/access-key-id`,
      AWS_SECRET_ACCESS_KEY: `${target}/secret-access-key`,
    });
  });

  test("keeps a copy of each day for as long as the bucket's retention says (BDR-06)", async () => {
    const { data } = await renderedObject(stack, "ConfigMap", system, "store-snapshots");
    const { hostnames } = realSystem(stack, system);
    const host = hostnames.get(system === "atlas-ux" ? "storage" : "supabase");
    expect(JSON.parse(data?.[`bucket-${bucket}.json`] ?? "")).toMatchObject({
      source: `${stack}/${system}/bucket-${bucket}`,
      objects: { endpoint: `https://${host}/storage/v1/s3`, region: "eu-central-1", bucket },
      keep: { daily: 30, weekly: 10, monthly: 12 },
      recipients: realEnvironment(stack).dumps?.recipients.map(String),
    });
  });

  test("is drilled each month, by a pod that can't open the bucket itself (BDR-11)", async () => {
    const { spec, pod } = await renderedRun(stack, system, `${part}-drill`);
    expect(spec.schedule).toMatch(/^\d+ 6 1 \* \*$/);
    expect(pod.containers[0]?.args).toEqual(["drill"]);
    expect(Object.keys(environmentOf(pod))).not.toContain("SOURCE_ACCESS_KEY_ID");
  });

  test("is reached by the pod that copies it, and by no drill", async () => {
    const reached = (await capturedStack(stack))
      .map(
        ({ inputs }) =>
          inputs["metadata"] as { readonly name?: string; readonly namespace?: string } | undefined,
      )
      .filter((metadata) => metadata?.namespace === `${system}-${stack}`)
      .flatMap((metadata) => metadata?.name ?? [])
      .filter((name) => name.startsWith(`${part}.to.`) || name.startsWith(`${part}-drill.to.`));
    expect(reached.sort()).toEqual(
      [
        `${part}-drill.to.external.dumps`,
        `${part}-drill.to.platform.dns`,
        `${part}.to.external.dumps`,
        `${part}.to.external.supabase`,
        `${part}.to.platform.dns`,
      ].sort(),
    );
  });

  test("asks of the quota what its pods state, as much for a drill, which knows of as many files", async () => {
    const given = [realEnvironment(stack), realSystem(stack, system)] as const;
    const demands = [...snapshotDemands(...given), ...snapshotDrillDemands(...given)];
    for (const run of [part, `${part}-drill`]) {
      const { pod } = await renderedRun(stack, system, run);
      expect(pod.containers[0]?.resources?.limits?.["memory"]).toBe("512Mi");
      expect(demands.find((each) => each.part === run)?.demand.memory).toEqual(mebibytes(512));
    }
  });

  test("has alerts of its own, one of them on files that are gone (BDR-13)", () => {
    const alerts = dataAlerts(realEnvironment(stack), realSystem(stack, system));
    expect(alerts.filter((alert) => alert.part === part).map(({ name }) => name)).toEqual([
      "SnapshotMissing",
      "SnapshotLate",
      "SnapshotFailed",
      "SnapshotDamaged",
      "SnapshotShrunk",
    ]);
    const drill = alerts.filter((alert) => alert.part === `${part}-drill`);
    expect(drill.map(({ name }) => name)).toEqual(["DrillFailed", "DrillLate"]);
  });
});

describe("which buckets are copied", () => {
  const atlas = realSystem("production", "atlas-ux");
  const { objectStore } = atlas.system;
  if (!objectStore?.copies) throw new Error("atlas-ux copies no bucket");
  const { copies: declared, ...uncopied } = objectStore;
  const withStore = (store: NonNullable<System["objectStore"]>) => ({
    ...atlas,
    system: { ...atlas.system, objectStore: store },
  });
  const production = realEnvironment("production");

  test("are those of a store that says how they are read, and only then is there a key for it", () => {
    expect(snapshotStores(atlas.system).filter(isDrilled)).toEqual(["bucket-uploads"]);
    expect(secretNames(atlas.system)).toContainEqual({ name: "BUCKET_CREDENTIALS", optional: false });
    const { system } = withStore(uncopied);
    expect(snapshotStores(system)).toEqual(["secrets"]);
    expect(secretNames(system).map(({ name }) => name)).not.toContain("BUCKET_CREDENTIALS");
  });

  test("are kept for a week at the least, and drilled by as much as is declared", () => {
    const own = withStore({
      ...objectStore,
      copies: { ...declared, sample: mebibytes(64) },
      buckets: { uploads: { holds: "files", retention: days(2) } },
    });
    const copied = copiedStores(production, own);
    if (!copied) throw new Error("nothing is copied");
    expect(JSON.parse(snapshotSettings(copied, [])["bucket-uploads.json"] ?? "")).toMatchObject({
      keep: { daily: 7, weekly: 6, monthly: 12 },
      drill: { sampleMebibytes: 64 },
    });
  });

  test("have names that no service may go by", () => {
    for (const name of ["bucket-uploads-snapshot", "bucket-uploads-snapshot-drill"]) {
      const named = { ...shop, services: { ...shop.services, [name]: api } };
      expect(validateSystem(named).map(({ message }) => message)).toContainEqual(
        expect.stringContaining(`"${name}" is what a data store goes by`),
      );
    }
  });
});
