import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Runnable } from "../../model/runnable.ts";

/** Whether Prometheus asks a part's pods: dev's cluster has none, and the web server of a static site counts nothing. */
export const isScraped = (environment: EnvironmentName, { kind }: Pick<Runnable, "kind">): boolean =>
  environment !== "dev" && kind === "http-service";
