import { prometheusService } from "../../components/observability/monitoring-service.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { clusterOf } from "../live/connection.ts";
import { atAddress, throughCluster } from "./http-get.ts";
import { type Patience, Prometheus } from "./prometheus.ts";

/**
 * The Prometheus that watches a stack: at the address that the environment names as `PROMETHEUS_URL`, or else in the stack's cluster.
 * @throws UsageError when there is no way to it.
 */
export async function prometheusOf(
  stack: EnvironmentName,
  { PROMETHEUS_URL: address = "" }: NodeJS.ProcessEnv,
  patience?: Patience,
): Promise<Prometheus> {
  return new Prometheus(
    address === "" ? await throughCluster(await clusterOf(stack), prometheusService) : atAddress(address),
    patience,
  );
}
