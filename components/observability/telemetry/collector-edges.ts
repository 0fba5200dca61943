import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import { isTraced } from "../../../model/telemetry.ts";
import { type Edge, part, platform, tcp } from "../../network/edge.ts";
import { collectorPart, collectorPorts, runsCollector } from "./collector-part.ts";
import { telemetryStores } from "./telemetry-stores.ts";

/** Who hands telemetry to a system's collectors, who asks them how they do, and the cluster's stores that they write to. */
export function collectorEdges(
  environment: Pick<Environment, "name">,
  { system }: SystemEnvironment,
): readonly Edge[] {
  if (!runsCollector(environment.name)) return [];
  const to = part(collectorPart.name);
  const { otlp, own, counts } = collectorPorts;
  return [
    ...runnablesOf(system)
      .filter(({ runnable }) => isTraced(runnable))
      .map(({ name }) => ({
        from: part(name),
        to,
        ports: tcp(otlp),
        meaning: `${name} hands its traces to the collector`,
      })),
    {
      from: platform("monitoring"),
      to,
      ports: tcp(otlp, own, counts),
      meaning: "the agents of the nodes hand log lines to the collector, and monitoring scrapes its metrics",
    },
    {
      from: to,
      to: platform("monitoring"),
      ports: tcp(
        ...(system.telemetry.traces.kind === "cluster" ? [telemetryStores.traces.port] : []),
        telemetryStores.logs.port,
      ),
      meaning: "the collector hands on to the cluster's stores of traces and logs",
    },
  ];
}
