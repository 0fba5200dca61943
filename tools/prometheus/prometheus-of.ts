import type { EnvironmentName } from "../../model/environment-name.ts";
import { prometheusServer } from "./monitoring-server.ts";
import { type Patience, Prometheus } from "./prometheus.ts";
import { wayTo } from "./way-to-server.ts";

/**
 * The Prometheus that watches a stack: at the address that the environment names as `PROMETHEUS_URL`, or else in the stack's cluster.
 * @throws UsageError when there is no way to it.
 */
export async function prometheusOf(
  stack: EnvironmentName,
  variables: NodeJS.ProcessEnv,
  patience?: Patience,
): Promise<Prometheus> {
  return new Prometheus(await wayTo(prometheusServer, stack, variables), patience);
}
