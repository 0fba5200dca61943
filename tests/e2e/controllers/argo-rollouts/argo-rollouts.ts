import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { operatorNamespaces } from "../../../../components/cluster/operator-namespaces.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { installCrds } from "../../crds/install-crds.ts";
import { definitionsIn } from "../../crds/load-crds.ts";
import { ApiServer } from "../../operators/api-server.ts";
import { controllerPrograms } from "../build-controllers.ts";
import { type RunningController, startController } from "../controller-process.ts";
import { type AccessRule, serviceAccountKubeconfig } from "../service-account.ts";

const NAME = "argo-rollouts";
/** Its own defaults. */
const HEALTH_PORT = 8080;

/** Path of the command line program, whose `lint` needs no cluster. */
export const rolloutsLinter = (): string => join(controllerPrograms(NAME), "kubectl-argo-rollouts");

/** Starts the Argo Rollouts controller with the kinds and the rights that its own manifests give it. */
export async function startArgoRollouts(
  cluster: Cluster,
  say: (line: string) => void,
): Promise<RunningController> {
  const started = performance.now();
  const programs = controllerPrograms(NAME);
  await installMissingKinds(cluster, programs);
  const kubeconfig = await serviceAccountKubeconfig(cluster, {
    name: NAME,
    namespace: operatorNamespaces.rollouts.namespace,
    rules: declaredRules(programs),
  });
  const address = new URL(cluster.apiServer).hostname;
  const controller = await startController(cluster, {
    name: NAME,
    command: join(programs, "rollouts-controller"),
    args: [`--kubeconfig=${kubeconfig}`, `--healthzPort=${HEALTH_PORT}`],
    ready: async () => (await fetch(`http://${address}:${HEALTH_PORT}/healthz`)).ok,
  });
  say(`Argo Rollouts ready, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return controller;
}

/** Stacks write two of its kinds; the controller itself needs all of them. */
async function installMissingKinds(cluster: Cluster, programs: string): Promise<void> {
  const api = await ApiServer.of(cluster.kubeconfig);
  const definitions = readdirSync(programs)
    .filter((file) => file.endsWith("-crd.yaml"))
    .flatMap((file) => definitionsIn(readFileSync(join(programs, file), "utf8"), "Argo Rollouts"))
    .map(({ versions: [version = ""], ...definition }) => ({
      ...definition,
      version,
      operator: "Argo Rollouts",
    }));
  const missing = [];
  for (const definition of definitions)
    if (!(await api.serves(`${definition.group}/${definition.version}`, definition.kind)))
      missing.push(definition);
  await installCrds(cluster, missing);
}

function declaredRules(programs: string): readonly AccessRule[] {
  const role = parse(readFileSync(join(programs, "argo-rollouts-clusterrole.yaml"), "utf8")) as {
    rules: readonly AccessRule[];
  };
  return role.rules;
}
