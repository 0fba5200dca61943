import { isReady, type KubernetesClients, podsOf } from "./kubernetes.ts";
import { runInPod, type RunningContainer } from "./pod-command.ts";

/** The pod of a system's database that is ready now. A StatefulSet's container has the part's name, an operator's its own. */
export async function databaseOf(clients: KubernetesClients, namespace: string): Promise<RunningContainer> {
  const [pod] = (await podsOf(clients, namespace, "database")).filter(isReady);
  const container = pod?.spec?.containers[0]?.name;
  if (pod?.metadata?.name === undefined || container === undefined)
    throw new Error(`${namespace} has no database pod that is ready`);
  return { namespace, pod: pod.metadata.name, container };
}

/**
 * Runs a statement in a system's database, inside the pod that it runs in, and answers what psql printed.
 * @param address The way there. @default from inside, as whoever is in the pod may
 */
export function sql(
  clients: KubernetesClients,
  database: RunningContainer,
  statement: string,
  address?: string,
): Promise<string> {
  const place = address === undefined ? ["--username=app", "--dbname=app"] : [`--dbname=${address}`];
  return runInPod(clients, database, ["psql", ...place, "-qtA", "-c", statement]);
}
