import type { Cluster } from "../../../toolchain/cluster/cluster.ts";
import { startArgoRollouts } from "./argo-rollouts/argo-rollouts.ts";
import { startPrometheus } from "./prometheus/prometheus.ts";
import { startPrometheusAdapter } from "./prometheus-adapter/prometheus-adapter.ts";
import { type GatewayAddress, startTraefik } from "./traefik/traefik.ts";

/** The real controllers that stacks of staging and production work with. */
export interface RunningControllers {
  readonly gateway: GatewayAddress;
  /** Where the Prometheus answers that judges releases. */
  readonly prometheus: string;
  /** Ends all of them. @throws Error that names the log of one that had ended by itself. */
  stop(): Promise<void>;
}

/** Starts the gateway, Argo Rollouts, Prometheus and its adapter for autoscalers. The kinds of stacks must be served already. */
export async function startControllers(
  cluster: Cluster,
  say: (line: string) => void,
): Promise<RunningControllers> {
  const [gateway, rollouts] = await Promise.all([
    startTraefik(cluster, say),
    startArgoRollouts(cluster, say),
  ]);
  const prometheus = await startPrometheus(cluster, say, [{ name: "traefik", targets: gateway.metrics }]);
  const adapter = await startPrometheusAdapter(cluster, say);
  return {
    gateway: gateway.address,
    prometheus: prometheus.address,
    stop: async () => {
      await Promise.all([gateway.stop(), rollouts.stop(), prometheus.stop(), adapter.stop()]);
    },
  };
}
