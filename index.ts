import type * as pulumi from "@pulumi/pulumi";
import { unmadeKeyProblems } from "./components/backups/unmade-keys.ts";
import { ceilingProblems } from "./components/capacity/ceiling-problems.ts";
import { clusterProviders } from "./components/cluster/cluster-providers.ts";
import { PriorityClasses } from "./components/cluster/priority-classes.ts";
import { proveCluster } from "./components/cluster/prove-cluster.ts";
import { checkoutProblems } from "./components/delivery/checkout-problems.ts";
import { buildCheckouts, withCheckouts } from "./components/delivery/checkouts.ts";
import { lookAfterRepository } from "./components/delivery/managed-repository.ts";
import { warnOfNeverReleased } from "./components/delivery/never-released.ts";
import { stackSecretProblems } from "./components/secrets/stack-configuration.ts";
import { System } from "./components/system.ts";
import { readEnvironment } from "./config/read-environment.ts";
import { separationProblems } from "./config/separation.ts";
import { systems } from "./systems/all.ts";

/** The program: reads the stack's environment, builds every system in it, and exports where each one is. */
export default async function program(): Promise<Record<string, pulumi.Output<string>>> {
  const environment = withCheckouts(
    readEnvironment(systems, (read) => [
      ...checkoutProblems(read),
      ...ceilingProblems(read),
      ...unmadeKeyProblems(read),
      ...separationProblems(read),
      ...stackSecretProblems(read),
    ]),
  );
  warnOfNeverReleased(environment);
  const providers = clusterProviders(environment);
  await proveCluster(environment.cluster, providers.cluster);
  const builds = await buildCheckouts(environment);
  await lookAfterRepository(environment);
  const { classes: priorities } = new PriorityClasses({ environment, providers });
  return Object.fromEntries(
    environment.systems.map((own) => {
      const { name } = own.system;
      const { namespace } = new System(name, {
        environment,
        own,
        providers,
        builds: builds.get(name) ?? new Map(),
        priorities,
      });
      return [`${name}-namespace`, namespace];
    }),
  );
}
