import { publicServices } from "../model/public-service.ts";
import type { RateLimit } from "../model/rate-limit.ts";
import type { System } from "../model/system.ts";
import { countField, spanField } from "./fields.ts";
import type { GivenRateLimit } from "./given.ts";
import { strictObject } from "./strict-object.ts";

const rateLimitField = strictObject("a rate limit", {
  requests: countField,
  per: spanField.optional(),
}).optional();

/** The field of a system's own figures, by the names that the declaration gives its rate limits; none without any. */
export function rateLimitsField(system: System) {
  const names = [...publicServices(system).values()].flatMap(({ public: { rateLimits } }) =>
    Object.keys(rateLimits),
  );
  if (names.length === 0) return {};
  const shape = Object.fromEntries(names.map((name) => [name, rateLimitField]));
  return { rateLimits: strictObject("rate limits by name", shape).optional() };
}

/** The declaration with an environment's rate limits in place of its own (NET-09). */
export function applyRateLimits(
  system: System,
  given: Readonly<Record<string, GivenRateLimit | undefined>>,
): System {
  const limited = [...publicServices(system)].map(([name, service]) => {
    const rateLimits = Object.fromEntries(
      Object.entries(service.public.rateLimits).map(([limit, declared]): [string, RateLimit] => [
        limit,
        { ...declared, ...given[limit] },
      ]),
    );
    return [name, { ...service, public: { ...service.public, rateLimits } }] as const;
  });
  return { ...system, services: { ...system.services, ...Object.fromEntries(limited) } };
}
