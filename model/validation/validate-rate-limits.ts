import { evicts } from "../cache.ts";
import type { Problem } from "../problem.ts";
import { publicServices } from "../public-service.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { System } from "../system.ts";
import { notPlain, plainPath } from "./plain-path.ts";

/** A name that fits an object's name beside a prefix. */
const limitName = /^[a-z](?:[a-z0-9-]{0,28}[a-z0-9])?$/;

/** What is wrong with the rate limits of a system, each by itself and side by side. */
export function validateRateLimits(system: System): Problem[] {
  const owners = new Map<string, string>();
  return [...publicServices(system)].flatMap(([service, { public: edge }]) => {
    const limited = new Map<string, string>();
    return Object.entries(edge.rateLimits).flatMap(([name, limit]) => {
      const problems = validateLimit(system, service, name, limit);
      const path = `${system.name}.services.${service}.public.rateLimits.${name}`;
      const owner = owners.get(name);
      owners.set(name, service);
      if (owner !== undefined) {
        const message = `"${name}" is also a rate limit of "${owner}", and an environment names limits alone; rename one`;
        problems.push({ path, message });
      }
      const same = limited.get(limit.path);
      limited.set(limit.path, name);
      if (same !== undefined) {
        const message = `"${limit.path}" is already limited by "${same}"; keep one`;
        problems.push({ path: `${path}.path`, message });
      }
      return problems;
    });
  });
}

function validateLimit(
  system: System,
  service: string,
  name: string,
  { path, requests, per }: RateLimit,
): Problem[] {
  const at = `${system.name}.services.${service}.public.rateLimits.${name}`;
  const problems: Problem[] = [];
  if (!limitName.test(name)) {
    const message = `"${name}" is not a name; use at most 30 lower-case letters, digits and -, a letter first`;
    problems.push({ path: at, message });
  }
  if (path !== "/" && !plainPath.test(path)) problems.push({ path: `${at}.path`, message: notPlain(path) });
  if (!Number.isInteger(requests) || requests < 1) {
    problems.push({ path: `${at}.requests`, message: `${requests} is not a whole number of 1 or more` });
  }
  if (per.milliseconds < 1000) {
    const message = `${per.toString()} is less than the 1s that can be counted in`;
    problems.push({ path: `${at}.per`, message });
  }
  return [...problems, ...validateStore(system, at)];
}

/** Counts have to outlive a replica of the gateway, and memory pressure. */
function validateStore({ name, cache }: System, path: string): Problem[] {
  if (!cache) {
    const message = `system ${name} declares no cache to count in (CF-13); declare one, \`cache: redis({ … })\`, or drop the limit`;
    return [{ path, message }];
  }
  if (cache.kind === "external") {
    const message = `the cache is run by ${cache.provider}, and the gateway counts in one of the platform's own alone; declare that, \`cache: redis({ … })\`, or drop the limit`;
    return [{ path, message }];
  }
  return evicts(cache)
    ? [
        {
          path,
          message: `the purpose of the cache is "${cache.purpose}", so a full memory may throw counts away (CAC-04); declare purpose "both", or drop the limit`,
        },
      ]
    : [];
}
