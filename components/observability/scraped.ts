import type { EnvironmentName } from "../../model/environment-name.ts";
import { metricsEndpoint, type MetricsEndpoint } from "../../model/metrics-endpoint.ts";
import type { Runnable } from "../../model/runnable.ts";

/** Where Prometheus asks a part's pods, if it does: dev's cluster has none, and the web server of a static site counts nothing. */
export const scrapedEndpoint = (environment: EnvironmentName, part: Runnable): MetricsEndpoint | undefined =>
  environment === "dev" ? undefined : metricsEndpoint(part);
