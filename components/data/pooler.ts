import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clusterName, type DatabaseCluster, keyOf, poolerName } from "../../model/database-cluster.ts";
import type { PlatformPostgres } from "../../model/database.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { partLabels } from "../labels.ts";
import { logicalName } from "../system-context.ts";
import { disruptionBudgetSpec } from "../workloads/disruption-budget.ts";
import { connectionsPastPooler } from "./clustered-database.ts";
import { poolerSelector, poolerSpec } from "./pooler-spec.ts";
import { metricsMonitorSpec } from "./postgres-monitor-spec.ts";
import type { StoreArgs } from "./store-resources.ts";

/** What a {@link Pooler} is made from. Its image is PgBouncer's. */
export interface PoolerArgs extends StoreArgs {
  readonly cluster: DatabaseCluster;
  readonly database: PlatformPostgres;
}

/** PgBouncer before a cluster of a system's Postgres, which the CloudNativePG operator runs. It keeps nothing. */
export class Pooler extends pulumi.ComponentResource {
  constructor(name: string, args: PoolerArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:Pooler", name, {}, opts);
    const { context, database, namespace, image, needs } = args;
    const { labelled, own, environment } = context;
    const key = keyOf(args.cluster);
    const part = poolerName(key);
    const tier = "critical";
    const labels = partLabels(labelled, { name: part, workload: "pooler", tier });
    const metadata = { name: part, namespace, labels };
    const selector = poolerSelector(part);
    const { instances } = database.pooler;
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part),
      {
        apiVersion: "postgresql.cnpg.io/v1",
        kind: "Pooler",
        // It has no condition. That it has its pods says at least that the operator took it.
        metadata: {
          ...metadata,
          annotations: { "pulumi.com/waitFor": `jsonpath={.status.instances}=${instances}` },
        },
        spec: poolerSpec(database, {
          name: part,
          cluster: clusterName(key),
          direct: connectionsPastPooler(environment, own),
          image: image.toString(),
          priorityClass: priorityClassName(environment.name, tier),
          labels,
        }),
      },
      { parent: this, dependsOn: [...needs] },
    );
    const budget = disruptionBudgetSpec({ kind: "fixed", replicas: instances }, selector);
    if (budget)
      new kubernetes.policy.v1.PodDisruptionBudget(
        logicalName(labelled, part, "disruption-budget"),
        { metadata, spec: budget },
        { parent: this },
      );
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part, "monitor"),
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata,
        spec: metricsMonitorSpec(selector),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
