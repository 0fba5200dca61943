import * as pulumi from "@pulumi/pulumi";
import type { Environment, SystemEnvironment } from "../config/environment.ts";
import type { Workload } from "../model/workload.ts";
import type { ClusterProviders } from "./cluster/cluster-providers.ts";
import { type DeclaredStore, declaredStores } from "./data/declared-stores.ts";
import { storeDemand } from "./data/store.ts";
import type { Builds } from "./delivery/checkouts.ts";
import { Boundary } from "./network/boundary.ts";
import type { Demand } from "./network/quota.ts";
import { GeneratedSecrets } from "./secrets/generated-secrets.ts";
import { StoredSecrets } from "./secrets/stored-secrets.ts";
import { logicalName, type SystemContext, systemContext } from "./system-context.ts";
import { referencedSecrets } from "./workloads/container-environment.ts";
import { workloadDemand } from "./workloads/demand.ts";
import type { WorkloadArgs } from "./workloads/deployed-workload.ts";
import { HttpService } from "./workloads/http-service.ts";
import { Singleton } from "./workloads/singleton.ts";
import { StaticSite } from "./workloads/static-site.ts";
import { VariableSets } from "./workloads/variable-sets.ts";
import { Worker } from "./workloads/worker.ts";

/** What a {@link System} is made from. */
export interface SystemArgs {
  readonly environment: Environment;
  readonly own: SystemEnvironment;
  readonly providers: ClusterProviders;
  /** Images that this update builds, by key of the system's images; a pod waits for its own. */
  readonly builds: Builds;
}

/** One system in one environment, whole: its boundary, its secrets and settings, its data stores, its services. */
export class System extends pulumi.ComponentResource {
  /** The namespace that everything of it is in. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, { environment, own, providers, builds }: SystemArgs) {
    super("slipway:components:System", name, {}, { providers: { kubernetes: providers.cluster } });
    const context = systemContext(environment, own, providers.retaining);
    const { labelled } = context;
    const opts = { parent: this };
    const stores = declaredStores(context);
    const boundary = new Boundary(
      logicalName(labelled, "boundary"),
      { context, demands: demandsOf(own, stores) },
      opts,
    );
    const { namespace } = boundary;
    const secrets = registerSecrets(context, namespace, this);
    const settings = new VariableSets(logicalName(labelled, "variables"), { context, namespace }, opts);

    for (const { component: Store, store, image, secret } of stores) {
      const needs = present([secret === undefined ? undefined : secrets.get(secret)]);
      new Store(
        logicalName(labelled, store.part.name, "store"),
        store,
        { context, namespace, image, needs },
        opts,
      );
    }
    for (const [service, declared] of Object.entries(own.system.services)) {
      const needs = present([
        ...referencedSecrets(own, declared).map((secret) => secrets.get(secret)),
        settings.configMaps.get(declared.variables.name),
        builds.get(declared.image),
      ]);
      registerService(
        logicalName(labelled, service, declared.kind),
        { context, namespace, name: service, service: declared, needs },
        opts,
      );
    }
    this.namespace = namespace;
    this.registerOutputs({ namespace });
  }
}

function registerSecrets(
  context: SystemContext,
  namespace: pulumi.Input<string>,
  parent: pulumi.Resource,
): ReadonlyMap<string, pulumi.Resource> {
  const name = logicalName(context.labelled, "secrets");
  const { secrets: source } = context.own;
  return source.kind === "generated"
    ? new GeneratedSecrets(name, { context, namespace }, { parent }).secrets
    : new StoredSecrets(name, { context, namespace, source }, { parent }).secrets;
}

function registerService(
  name: string,
  args: WorkloadArgs<Workload>,
  opts: pulumi.ComponentResourceOptions,
): void {
  const { service } = args;
  switch (service.kind) {
    case "http-service":
      new HttpService(name, { ...args, service }, opts);
      break;
    case "static-site":
      new StaticSite(name, { ...args, service }, opts);
      break;
    case "worker":
      new Worker(name, { ...args, service }, opts);
      break;
    case "singleton":
      new Singleton(name, { ...args, service }, opts);
      break;
  }
}

function demandsOf(
  { system }: SystemEnvironment,
  stores: readonly DeclaredStore[],
): readonly [Demand, ...Demand[]] {
  const [first, ...rest] = [
    ...Object.values(system.services).map(workloadDemand),
    ...stores.map(({ store }) => storeDemand(store)),
  ];
  if (!first) throw new TypeError(`validation let the empty system ${system.name} through`);
  return [first, ...rest];
}

const present = (resources: readonly (pulumi.Resource | undefined)[]): pulumi.Resource[] =>
  resources.filter((resource) => resource !== undefined);
