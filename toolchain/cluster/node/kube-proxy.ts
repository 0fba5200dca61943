import { join } from "node:path";
import { writeWhole } from "../../steps/atomic-file.ts";
import { answersOk } from "../http-probe.ts";
import type { ClusterContext, Program } from "../program.ts";
import { NODE_NAME } from "./identity.ts";
import { iptablesEnvironment } from "./iptables.ts";
import { placesOf } from "./places.ts";

const HEALTH = "127.0.0.1:10256";
const METRICS = "127.0.0.1:10249";

/** Makes Services reachable: for pods, and for the programs in the cluster's namespace. */
export async function kubeProxy(context: ClusterContext): Promise<Program> {
  const kubeconfig = await context.kubeconfigFor("kube-proxy", { commonName: "system:kube-proxy" });
  const { settings } = placesOf(context);
  const file = join(settings, "kube-proxy.yaml");
  const configuration = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "iptables",
    clientConnection: { kubeconfig },
    clusterCIDR: context.addresses.podRange,
    hostnameOverride: NODE_NAME,
    healthzBindAddress: HEALTH,
    metricsBindAddress: METRICS,
    oomScoreAdj: 0,
    // The limits are the machine's, not the namespace's: they can't be set here.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    iptables: { minSyncPeriod: "200ms", syncPeriod: "30s" },
  };
  writeWhole(file, `${JSON.stringify(configuration, undefined, 2)}\n`);
  return {
    name: "kube-proxy",
    command: join(context.binaries.module("kubernetes"), "kube-proxy"),
    args: [`--config=${file}`],
    env: iptablesEnvironment(context),
    after: ["kube-apiserver"],
    ready: (signal) => answersOk({ url: `http://${HEALTH}/healthz` }, signal),
  };
}
