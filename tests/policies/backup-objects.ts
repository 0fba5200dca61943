import { resource, type Json } from "./workloads.ts";

/** The plugin as a cluster names it. */
export const plugin = (parameters: unknown, changes: Json = {}): Json => ({
  name: "barman-cloud.cloudnative-pg.io",
  isWALArchiver: true,
  parameters,
  ...changes,
});

/** A cluster that archives to a store, unless what is changed says otherwise. */
export const cluster = (name: unknown, spec: Json = {}, namespace = "shop") =>
  resource(
    "kubernetes:postgresql.cnpg.io/v1:Cluster",
    {
      metadata: { name, namespace },
      spec: { plugins: [plugin({ barmanObjectName: "store", serverName: name })], ...spec },
    },
    `cluster-${namespace}-${String(name)}`,
  );

/** A schedule that backs a cluster up. */
export const schedule = (of: unknown, spec: Json = {}, namespace = "shop") =>
  resource(
    "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup",
    {
      metadata: { name: of, namespace },
      spec: {
        schedule: "0 0 2 * * *",
        cluster: { name: of },
        method: "plugin",
        pluginConfiguration: { name: "barman-cloud.cloudnative-pg.io" },
        ...spec,
      },
    },
    `schedule-${namespace}-${String(of)}`,
  );

/** A place of backups. */
export const store = (
  namespace = "shop",
  destinationPath: unknown = `s3://bucket/${namespace}`,
  retentionPolicy: unknown = "7d",
) =>
  resource(
    "kubernetes:barmancloud.cnpg.io/v1:ObjectStore",
    {
      metadata: { name: "store", namespace },
      spec: { retentionPolicy, configuration: { endpointURL: "https://s3.example", destinationPath } },
    },
    `store-${namespace}`,
  );
