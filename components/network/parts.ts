import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { offHoursName } from "../../model/off-hours.ts";
import type { Port } from "../../model/port.ts";
import type { PublicEdge } from "../../model/public-edge.ts";
import { runnablesOf } from "../../model/runnable.ts";
import type { ThirdParty } from "../../model/third-party.ts";
import type { HttpService } from "../../model/workload.ts";
import { scrapedEndpoint } from "../observability/scraped.ts";
import { collectorPart, runsCollector } from "../observability/telemetry/collector-part.ts";

/** Whatever runs in pods of a system and has edges; services and tasks are, as they are declared. */
export interface PartWithEdges extends Partial<Pick<HttpService, "uses" | "calls">> {
  readonly name: string;
  readonly egress?: readonly ThirdParty[];
  /** Where it takes HTTP requests, if it does. */
  readonly port?: Port;
  readonly public?: false | PublicEdge;
  /** Where Prometheus asks it for its metrics, if it does. */
  readonly scraped?: Port | undefined;
  /** Whether it works on the cluster's own objects. @default false */
  readonly apiServer?: boolean;
}

/** Everything with edges in a system's namespace, but its data stores. */
export const partsOf = (
  environment: Environment,
  { system, offHours }: SystemEnvironment,
): readonly PartWithEdges[] => [
  ...runnablesOf(system).map(({ name, runnable }) => ({
    ...runnable,
    name,
    scraped: scrapedEndpoint(environment.name, runnable)?.port,
  })),
  ...(runsCollector(environment.name) && system.telemetry.traces.kind === "vendor"
    ? [{ name: collectorPart.name, egress: [system.telemetry.traces.party] }]
    : []),
  ...(offHours ? [{ name: offHoursName, apiServer: true }] : []),
];
