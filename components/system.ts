import * as pulumi from "@pulumi/pulumi";
import type { Environment, SystemEnvironment } from "../config/environment.ts";
import type * as model from "../model/migration.ts";
import { migrationName } from "../model/migration.ts";
import { offHoursName } from "../model/off-hours.ts";
import type { Task } from "../model/task.ts";
import type { Workload } from "../model/workload.ts";
import { DatabaseDumps } from "./backups/database-dumps.ts";
import { dumpedDatabase } from "./backups/dumped-database.ts";
import { systemDemands } from "./capacity/system-demands.ts";
import type { ClusterProviders } from "./cluster/cluster-providers.ts";
import { registerDataStores } from "./data/data-stores.ts";
import { declaredStores } from "./data/declared-stores.ts";
import { Migration } from "./data/migration/migration.ts";
import type { Builds } from "./delivery/checkouts.ts";
import { FeatureFlags } from "./flags/feature-flags.ts";
import { Boundary } from "./network/boundary.ts";
import { NetworkPolicies } from "./network/network-policies.ts";
import { PublicEdge } from "./network/public-edge.ts";
import { publicHosts } from "./network/route-hosts.ts";
import { observeSystem } from "./observability/observe-system.ts";
import { OffHours } from "./off-hours/off-hours.ts";
import { present } from "./present.ts";
import { ConfiguredSecrets } from "./secrets/configured-secrets.ts";
import { configuredValues } from "./secrets/configured-values.ts";
import { databaseLogins } from "./secrets/database-logins.ts";
import { GeneratedSecrets } from "./secrets/generated-secrets.ts";
import { loginSecretName } from "./secrets/secret-references.ts";
import { StoredSecrets } from "./secrets/stored-secrets.ts";
import { logicalName, type SystemContext, systemContext } from "./system-context.ts";
import { referencedSecrets } from "./workloads/container-environment.ts";
import type { WorkloadArgs } from "./workloads/deployed-workload.ts";
import { HttpService } from "./workloads/http-service.ts";
import { OneOffJob } from "./workloads/one-off-job.ts";
import { ScheduledTask } from "./workloads/scheduled-task.ts";
import { Singleton } from "./workloads/singleton.ts";
import { StaticSite } from "./workloads/static-site.ts";
import type { TaskArgs } from "./workloads/task-resources.ts";
import { VariableSets } from "./workloads/variable-sets.ts";
import { Worker } from "./workloads/worker.ts";

/** What a {@link System} is made from. */
export interface SystemArgs {
  readonly environment: Environment;
  readonly own: SystemEnvironment;
  readonly providers: ClusterProviders;
  /** Images that this update builds, by key of the system's images; a pod waits for its own. */
  readonly builds: Builds;
  /** The environment's priority classes, without which no pod is let in. */
  readonly priorities: readonly pulumi.Resource[];
}

/** One system in one environment, whole: its boundary, its secrets and settings, its data stores, its services. */
export class System extends pulumi.ComponentResource {
  /** The namespace that everything of it is in. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { environment, own, providers, builds, priorities }: SystemArgs) {
    super("slipway:components:System", name, {}, { providers: { kubernetes: providers.cluster } });
    const context = systemContext(environment, own, providers.retaining);
    const { labelled } = context;
    const opts = { parent: this };
    const boundary = new Boundary(
      logicalName(labelled, "boundary"),
      { context, demands: systemDemands(environment, own).map(({ demand }) => demand) },
      opts,
    );
    const { namespace } = boundary;
    const policies = new NetworkPolicies(
      logicalName(labelled, "network-policies"),
      { context, namespace },
      opts,
    );
    const secrets = registerSecrets(context, namespace, this);
    const flags =
      Object.keys(own.system.flags).length === 0
        ? undefined
        : new FeatureFlags(logicalName(labelled, "feature-flags"), { context, namespace }, opts);
    const settings = new VariableSets(logicalName(labelled, "variables"), { context, namespace }, opts);

    const databases = registerDataStores({ context, namespace, priorities, secrets }, this);
    const migrated = registerMigration(
      {
        context,
        namespace,
        needs: (migration) =>
          present([
            ...priorities,
            // It is started once or twice and no more, so its ways must be open by then.
            policies,
            ...databases,
            ...referencedSecrets(own, migration).map((secret) => secrets.get(secret)),
            ...databaseLogins(own).map((login) => secrets.get(loginSecretName(own, login))),
            settings.configMaps.get(migration.variables.name),
            builds.get(migration.image),
          ]),
      },
      opts,
    );
    const dumped = dumpedDatabase(environment, own);
    if (dumped) {
      // A dump says of itself that it holds what migrations keep for drills to find.
      const needs = present([...priorities, migrated]);
      const dumps = logicalName(labelled, "database-dumps");
      new DatabaseDumps(dumps, { context, namespace, dumped, needs, secrets }, opts);
    }
    const services = Object.entries(own.system.services).map(([service, declared]) => {
      const needs = present([
        ...priorities,
        ...referencedSecrets(own, declared).map((secret) => secrets.get(secret)),
        settings.configMaps.get(declared.variables.name),
        flags?.configMap,
        builds.get(declared.image),
        migrated,
      ]);
      return registerService(
        logicalName(labelled, service, declared.kind),
        { context, namespace, name: service, service: declared, needs },
        opts,
      );
    });
    for (const [name, task] of Object.entries(own.system.tasks)) {
      const needs = present([
        ...priorities,
        ...referencedSecrets(own, task).map((secret) => secrets.get(secret)),
        settings.configMaps.get(task.variables.name),
        flags?.configMap,
        builds.get(task.image),
        migrated,
      ]);
      registerTask(logicalName(labelled, name, task.kind), { context, namespace, name, task, needs }, opts);
    }
    if (own.offHours) {
      const stores = declaredStores(context).map(({ store }) => store);
      new OffHours(
        logicalName(labelled, offHoursName),
        { context, namespace, times: own.offHours, stores, needs: priorities },
        opts,
      );
    }
    const hosts = publicHosts(own);
    const edge =
      hosts.length === 0
        ? undefined
        : new PublicEdge(logicalName(labelled, "public-edge"), { context, namespace, hosts }, opts);
    observeSystem({ context, namespace, priorities, secrets, services, edge }, opts);
    this.namespace = namespace;
    this.registerOutputs({ namespace });
  }
}

/** @returns The work that everything of a release waits for, if there is any. */
function registerMigration(
  given: {
    readonly context: SystemContext;
    readonly namespace: pulumi.Input<string>;
    readonly needs: (migration: model.Migration) => readonly pulumi.Resource[];
  },
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource | undefined {
  const { context, namespace } = given;
  const { migration } = context.own.system;
  if (!migration) return undefined;
  const name = logicalName(context.labelled, migrationName, "release");
  return new Migration(name, { context, namespace, task: migration, needs: given.needs(migration) }, opts)
    .job;
}

function registerSecrets(
  context: SystemContext,
  namespace: pulumi.Input<string>,
  parent: pulumi.Resource,
): ReadonlyMap<string, pulumi.Resource> {
  const name = logicalName(context.labelled, "secrets");
  const { secrets: source } = context.own;
  const args = { context, namespace };
  if (source.kind === "stored") return new StoredSecrets(name, { ...args, source }, { parent }).secrets;
  const configured =
    configuredValues(context.own).length === 0
      ? undefined
      : new ConfiguredSecrets(logicalName(context.labelled, "configured-secrets"), args, { parent });
  const generated = source.kind === "generated" ? new GeneratedSecrets(name, args, { parent }) : undefined;
  return new Map([...(configured?.secrets ?? []), ...(generated?.secrets ?? [])]);
}

function registerTask(name: string, args: TaskArgs<Task>, opts: pulumi.ComponentResourceOptions): void {
  const { task } = args;
  if (task.kind === "scheduled-task") new ScheduledTask(name, { ...args, task }, opts);
  else new OneOffJob(name, { ...args, task }, opts);
}

function registerService(
  name: string,
  args: WorkloadArgs<Workload>,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource {
  const { service } = args;
  switch (service.kind) {
    case "http-service":
      return new HttpService(name, { ...args, service }, opts);
    case "static-site":
      return new StaticSite(name, { ...args, service }, opts);
    case "worker":
      return new Worker(name, { ...args, service }, opts);
    case "singleton":
      return new Singleton(name, { ...args, service }, opts);
  }
}
