import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { operatorNamespaces } from "../../../../components/cluster/operator-namespaces.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { installCrds } from "../../crds/install-crds.ts";
import { ApiServer } from "../../operators/api-server.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";
import { controllerPrograms } from "../build-controllers.ts";
import { suiteAuthority } from "../certificates/suite-authority.ts";
import { type RunningController, startController } from "../controller-process.ts";
import { type AccessRule, serviceAccountKubeconfig } from "../service-account.ts";
import { traefikKinds } from "./kinds.ts";

const NAME = "traefik";
const MANAGER = "slipway-e2e";
/** Where its chart has it listen; the Gateways' listeners name the same ports. */
const ports = { web: 8000, websecure: 8443 } as const;
const FIRST_PING_PORT = 8090;

/** Where a Traefik listens inside the cluster's network, `<address>:<port>` each. */
export interface EntryPoints {
  readonly web: string;
  readonly websecure: string;
}

/** How a gateway is reached. */
export interface GatewayAddress {
  /** Each replica's own. */
  readonly replicas: readonly EntryPoints[];
  /** An address that the gateway believes when it says for whom it asks, as a CDN's would be. */
  readonly trustedProxy: string;
  /** Path of the certificate, PEM, that those of all hostnames are signed by. */
  readonly authority: string;
}

/** Traefiks on addresses of their own, as replicas of one Deployment have them. */
export interface RunningGateway {
  readonly address: GatewayAddress;
  /** Where each replica tells its metrics, `<address>:<port>`. */
  readonly metrics: readonly string[];
  /** @throws Error that names the log, when one ended by itself. */
  check(): void;
  stop(): Promise<void>;
}

type Replica = RunningController & { readonly entryPoints: EntryPoints; readonly metrics: string };

const trustedProxy = "127.0.3.1";

/**
 * Starts Traefik as its own documentation has it, with the rights that it lists and no more, and the class `traefik`.
 * @param count How many, each with an address of its own.
 */
export async function startTraefik(
  cluster: Cluster,
  say: (line: string) => void,
  count = 2,
): Promise<RunningGateway> {
  const started = performance.now();
  const programs = controllerPrograms(NAME);
  await installCrds(cluster, await traefikKinds(programs));
  const kubeconfig = await serviceAccountKubeconfig(cluster, {
    name: NAME,
    namespace: operatorNamespaces.gateway.namespace,
    rules: declaredRules(programs),
  });
  const api = await ApiServer.of(cluster.kubeconfig);
  await api.apply(gatewayClass, { manager: MANAGER });
  const replicas: Replica[] = [];
  for (let number = 1; number <= count; number++)
    replicas.push(await startReplica(cluster, join(programs, NAME), { kubeconfig, number }));
  say(`Traefik ready, ${count} of it, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return {
    address: {
      replicas: replicas.map(({ entryPoints }) => entryPoints),
      trustedProxy,
      authority: suiteAuthority(cluster.kubeconfig),
    },
    metrics: replicas.map(({ metrics }) => metrics),
    check: () => {
      for (const replica of replicas) replica.check();
    },
    stop: async () => {
      await Promise.all(replicas.map((replica) => replica.stop()));
    },
  };
}

async function startReplica(
  cluster: Cluster,
  command: string,
  { kubeconfig, number }: { readonly kubeconfig: string; readonly number: number },
): Promise<Replica> {
  const name = `${NAME}-${number}`;
  // The network's own loopback: no pod asks the gateway for anything, and the addresses are free for sure.
  const address = `127.0.1.${number}`;
  const entryPoints = { web: `${address}:${ports.web}`, websecure: `${address}:${ports.websecure}` };
  // This one is asked from the host.
  const ping = `${new URL(cluster.apiServer).hostname}:${FIRST_PING_PORT + number}`;
  const controller = await startController(cluster, {
    name,
    command,
    args: [
      `--entrypoints.web.address=${entryPoints.web}`,
      `--entrypoints.websecure.address=${entryPoints.websecure}`,
      `--entrypoints.websecure.forwardedheaders.trustedips=${trustedProxy}`,
      `--entrypoints.ping.address=${ping}`,
      "--ping.entrypoint=ping",
      "--metrics.prometheus.entrypoint=ping",
      "--providers.kubernetesgateway",
      `--providers.kubernetesgateway.statusaddress.ip=${address}`,
      "--providers.kubernetescrd",
      // By default each event of the cluster has it read everything again, and three stacks' lives are full of them.
      "--providers.kubernetesgateway.throttleduration=1s",
      "--providers.kubernetescrd.throttleduration=1s",
      "--providers.providersthrottleduration=500ms",
      "--global.checknewversion=false",
      "--global.sendanonymoususage=false",
      "--log.level=INFO",
      "--log.format=json",
      "--accesslog",
      "--accesslog.format=json",
    ],
    env: { KUBECONFIG: kubeconfig },
    ready: async () => (await fetch(`http://${ping}/ping`)).ok,
  });
  return {
    name,
    log: controller.log,
    pid: controller.pid,
    entryPoints,
    metrics: ping,
    check: () => {
      controller.check();
    },
    stop: () => controller.stop(),
  };
}

const gatewayClass: KubernetesObject = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "GatewayClass",
  metadata: { name: NAME },
  spec: { controllerName: "traefik.io/gateway-controller" },
};

/** What its documentation lists for the two ways in which it reads the cluster. */
function declaredRules(programs: string): readonly AccessRule[] {
  return ["kubernetes-gateway-rbac.yml", "kubernetes-crd-rbac.yml"].flatMap((file) =>
    parseAllDocuments(readFileSync(join(programs, file), "utf8"))
      .map((document) => document.toJS() as { kind?: string; rules?: readonly AccessRule[] })
      .flatMap(({ kind, rules = [] }) => (kind === "ClusterRole" ? rules : [])),
  );
}
