import type * as pulumi from "@pulumi/pulumi";
import { clusterProviders } from "./components/cluster/cluster-providers.ts";
import { proveCluster } from "./components/cluster/prove-cluster.ts";
import { announceUnbuilt } from "./components/data/unbuilt-stores.ts";
import { checkoutProblems } from "./components/delivery/checkout-problems.ts";
import { buildCheckouts, withCheckouts } from "./components/delivery/checkouts.ts";
import { lookAfterRepository } from "./components/delivery/managed-repository.ts";
import { warnOfNeverReleased } from "./components/delivery/never-released.ts";
import { System } from "./components/system.ts";
import { readEnvironment } from "./config/read-environment.ts";
import { systems } from "./systems/all.ts";

/** The program: reads the stack's environment, builds every system in it, and exports where each one is. */
export default async function program(): Promise<Record<string, pulumi.Output<string>>> {
  const environment = withCheckouts(readEnvironment(systems, checkoutProblems));
  warnOfNeverReleased(environment);
  announceUnbuilt(environment);
  const providers = clusterProviders(environment);
  await proveCluster(environment.cluster, providers.cluster);
  const builds = await buildCheckouts(environment);
  await lookAfterRepository(environment);
  return Object.fromEntries(
    environment.systems.map((own) => {
      const { name } = own.system;
      const { namespace } = new System(name, {
        environment,
        own,
        providers,
        builds: builds.get(name) ?? new Map(),
      });
      return [`${name}-namespace`, namespace];
    }),
  );
}
