import type { SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { type Components, literal, transform } from "./otel-configuration.ts";

/** The attributes in which conventions, old and new, hold the path that was asked for. */
const pathAttributes = ["url.path", "http.target", "http.route"];

/** The health paths of each service that answers requests, each once. */
export const healthPaths = (own: Pick<SystemEnvironment, "system">): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(own.system.services).flatMap(([name, service]) =>
      service.kind === "http-service"
        ? [
            [
              name,
              [...new Set([service.health.live, service.health.ready, service.health.detailed ?? []].flat())],
            ] as const,
          ]
        : [],
    ),
  );

/** What holds for the span of a request that asks a service how it does (OBS-25). A program that asks another so is no probe. */
const probeConditions = (own: Pick<SystemEnvironment, "system">): readonly string[] =>
  [...healthPaths(own)].map(([service, paths]) => {
    const asked = paths.flatMap((path) =>
      pathAttributes.map((attribute) => `span.attributes["${attribute}"] == ${literal(path)}`),
    );
    return `span.kind == SPAN_KIND_SERVER and resource.attributes["service.name"] == ${literal(service)} and (${asked.join(" or ")})`;
  });

/**
 * What thins traces out: probes go, failures stay, and of all others a share of whole traces is kept (CF-15). Which they are
 * follows from their ids, so that every collector keeps the same without asking another.
 */
export const traceProcessors = (
  stack: EnvironmentName,
  own: Pick<SystemEnvironment, "system">,
): Components => ({
  "filter/probes": { error_mode: "silent", trace_conditions: probeConditions(own) },
  "transform/failures": transform("trace_statements", [
    'set(span.attributes["sampling.priority"], 1) where span.status.code == STATUS_CODE_ERROR',
  ]),
  probabilistic_sampler: { sampling_percentage: own.system.telemetry.sampling[stack].percent },
});

/** In their order. */
export const traceSteps = ["filter/probes", "transform/failures", "probabilistic_sampler"] as const;
