import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { systems } from "../../../../systems/all.ts";
import { eventually } from "./eventually.ts";
import type { KubernetesClients } from "./kubernetes.ts";

/** Deletes by hand what a stack keeps when it is destroyed, so that the next one has the machine to itself. */
export async function deleteNamespaces({ core }: KubernetesClients, stack: EnvironmentName): Promise<void> {
  const names = systems.map(({ name }) => `${name}-${stack}`);
  const { items } = await core.listNamespace();
  const there = items.flatMap(({ metadata }) =>
    names.includes(metadata?.name ?? "") ? [metadata?.name ?? ""] : [],
  );
  await Promise.all(there.map((name) => core.deleteNamespace({ name })));
  await eventually(
    `the namespaces of ${stack} are gone`,
    async () => {
      const left = await core.listNamespace();
      return left.items.some(({ metadata }) => names.includes(metadata?.name ?? "")) ? undefined : true;
    },
    { within: 420_000 },
  );
}
