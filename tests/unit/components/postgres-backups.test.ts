import { expect, test } from "vitest";
import { archiverSize, backupArchiveSpec } from "../../../components/data/backup-archive-spec.ts";
import { backupScheduleSpec } from "../../../components/data/backup-schedule-spec.ts";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import { archiver, postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment } from "../../support/declarations.ts";

const stacks = ["staging", "production"] as const;

interface Rendered {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

const renderedIn = async (stack: (typeof stacks)[number], kind: string): Promise<readonly Rendered[]> =>
  (await capturedStack(stack)).flatMap(({ inputs }) =>
    inputs["kind"] === kind ? [inputs as unknown as Rendered] : [],
  );

test.each(stacks)("no two databases of %s keep their backups in one place (DB-02, DB-03)", async (stack) => {
  const places = (await renderedIn(stack, "ObjectStore")).map(
    ({ spec }) => (spec["configuration"] as { readonly destinationPath: string }).destinationPath,
  );
  expect(places).toEqual([
    `s3://slipway-${stack}-backups/${stack}/atlas-ux/postgres`,
    `s3://slipway-${stack}-backups/${stack}/odd-scenes/postgres`,
  ]);
});

test.each(stacks)(
  "each cluster of %s archives, is backed up each night, and is asked for metrics",
  async (stack) => {
    const clusters = await renderedIn(stack, "Cluster");
    expect(clusters.map(({ metadata }) => metadata.namespace)).toEqual([
      `atlas-ux-${stack}`,
      `odd-scenes-${stack}`,
    ]);
    for (const { metadata, spec } of clusters) {
      const beside = async (kind: string) =>
        (await renderedIn(stack, kind)).filter((one) => one.metadata.namespace === metadata.namespace);
      const [archive] = await beside("ObjectStore");
      // An update that is done while nothing arrives would be believed.
      expect(JSON.parse(metadata.annotations?.["pulumi.com/waitFor"] ?? "[]")).toEqual([
        "condition=Ready",
        "condition=ContinuousArchiving",
      ]);
      expect(spec["plugins"]).toEqual([
        {
          name: archiver,
          isWALArchiver: true,
          parameters: { barmanObjectName: archive?.metadata.name, serverName: metadata.name },
        },
      ]);
      // What CloudNativePG had built in for it is gone with its next release, and archives nothing with newer images.
      expect(spec).not.toHaveProperty("backup");
      const [schedule] = await beside("ScheduledBackup");
      expect(schedule?.spec).toMatchObject({ cluster: { name: metadata.name }, method: "plugin" });
      const monitors = await beside("PodMonitor");
      expect(monitors.map(({ spec: monitor }) => monitor["selector"])).toContainEqual({
        matchLabels: { "cnpg.io/cluster": metadata.name, "cnpg.io/podRole": "instance" },
      });
    }
  },
);

test("the schedule has six fields, of which the first are seconds (BDR-05)", () => {
  expect(backupScheduleSpec("database")).toMatchObject({
    schedule: "0 0 2 * * *",
    immediate: true,
    pluginConfiguration: { name: "barman-cloud.cloudnative-pg.io" },
  });
});

test("the archive keeps 30 days, and is opened by a Secret and by nothing that is written down", () => {
  const { backups } = realEnvironment("production");
  if (!backups) throw new Error("production has no backups");
  const { retentionPolicy, configuration, instanceSidecarConfiguration } = backupArchiveSpec(
    { name: "production" },
    "atlas-ux",
    backups,
    "backup-credentials-v1",
  );
  expect(retentionPolicy).toBe("30d");
  expect(configuration.s3Credentials).toEqual({
    accessKeyId: { name: "backup-credentials-v1", key: "access-key-id" },
    secretAccessKey: { name: "backup-credentials-v1", key: "secret-access-key" },
  });
  // The archive's own name for a cluster comes from the cluster; here it would hold for every one.
  expect(configuration).not.toHaveProperty("serverName");
  expect(instanceSidecarConfiguration.resources.limits).toMatchObject({
    memory: archiverSize.memory.toString(),
  });
});

test.each([
  [1, undefined],
  [2, "preferred"],
  [3, "required"],
])("with %d instances a commit waits for a standby: %s", (instances, dataDurability) => {
  const environment = realEnvironment("production");
  const [own] = environment.systems;
  const database = own && clusteredDatabase(environment, own);
  if (!database) throw new Error("the first system of production has a cluster");
  const { postgresql } = postgresClusterSpec(
    { ...database, instances },
    { cluster: { kind: "first" }, image: "postgres@sha256:1", secret: "s", priorityClass: "p", labels: {} },
  );
  expect(postgresql.synchronous).toEqual(
    dataDurability === undefined ? undefined : { method: "any", number: 1, dataDurability },
  );
});
