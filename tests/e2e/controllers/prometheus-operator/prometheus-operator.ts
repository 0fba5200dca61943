import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { operatorNamespaces } from "../../../../components/cluster/operator-namespaces.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { installCrds } from "../../crds/install-crds.ts";
import { definitionsIn } from "../../crds/load-crds.ts";
import { controllerPrograms } from "../build-controllers.ts";
import { type RunningController, startController } from "../controller-process.ts";
import { type AccessRule, serviceAccountKubeconfig } from "../service-account.ts";

const NAME = "prometheus-operator";
const OPERATOR = "Prometheus Operator";
const PORT = 8081;

/**
 * Starts the Prometheus Operator with the rights that its own manifests give it, and with the two kinds that a Prometheus and an
 * Alertmanager are asked for by. The kinds that stacks write must be served already.
 */
export async function startPrometheusOperator(
  cluster: Cluster,
  say: (line: string) => void,
): Promise<RunningController> {
  const started = performance.now();
  const programs = controllerPrograms(NAME);
  await installCrds(cluster, ownKinds(programs));
  const kubeconfig = await serviceAccountKubeconfig(cluster, {
    name: NAME,
    namespace: operatorNamespaces.monitoring.namespace,
    rules: declaredRules(programs),
  });
  const host = new URL(cluster.apiServer).hostname;
  const controller = await startController(cluster, {
    name: NAME,
    command: join(programs, "operator"),
    args: [`--web.listen-address=${host}:${PORT}`],
    env: { KUBECONFIG: kubeconfig },
    ready: async () => (await fetch(`http://${host}:${PORT}/healthz`)).ok,
  });
  say(`the ${OPERATOR} ready, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return controller;
}

const ownKinds = (programs: string) =>
  readdirSync(programs)
    .filter((file) => file.startsWith("monitoring.coreos.com_"))
    .flatMap((file) => definitionsIn(readFileSync(join(programs, file), "utf8"), OPERATOR))
    .map(({ versions: [version = ""], ...definition }) => ({ ...definition, version, operator: OPERATOR }));

function declaredRules(programs: string): readonly AccessRule[] {
  const role = parse(readFileSync(join(programs, "prometheus-operator-cluster-role.yaml"), "utf8")) as {
    rules: readonly AccessRule[];
  };
  return role.rules;
}
