import { hiddenPaths, isWithin } from "../hidden-paths.ts";
import type { Problem } from "../problem.ts";
import { type PublicService, publicServices } from "../public-service.ts";
import type { System } from "../system.ts";
import { notPlain, plainPath } from "./plain-path.ts";
import { validateRateLimits } from "./validate-rate-limits.ts";

/** Rules that one route of the Gateway API can hold. */
const mostRules = 16;

/** What is wrong with what a system shows to the internet. */
export function validatePublicEdges(system: System): Problem[] {
  return [
    ...[...publicServices(system)].flatMap(([name, service]) => [
      ...validateWebhooks(system, name, service),
      ...validateRoutes(system, name, service),
      ...validateEdge(system, name, service),
    ]),
    ...validateRateLimits(system),
  ];
}

const pathOf = (system: System, name: string, field: string): string =>
  `${system.name}.services.${name}.public.${field}`;

function validateWebhooks(system: System, name: string, service: PublicService): Problem[] {
  const { webhooks, routes } = service.public;
  return webhooks.flatMap((webhook, index) => {
    const path = pathOf(system, name, `webhooks[${index}]`);
    if (!plainPath.test(webhook)) return [{ path, message: notPlain(webhook) }];
    if (webhooks.indexOf(webhook) !== index)
      return [{ path, message: `"${webhook}" is named twice; keep one` }];
    if (hiddenPaths(service).some(({ path: hidden }) => isWithin(webhook, hidden)))
      return [{ path, message: `"${webhook}" is kept off the internet; choose another path` }];
    return Object.keys(routes).some((prefix) => isWithin(webhook, prefix))
      ? [{ path, message: `"${webhook}" is routed to another service; declare it there` }]
      : [];
  });
}

function validateRoutes(system: System, name: string, { public: { routes } }: PublicService): Problem[] {
  const known = [...publicServices(system).keys()].filter((other) => other !== name);
  return Object.entries(routes).flatMap(([prefix, target]) => {
    if (!plainPath.test(prefix)) return [{ path: pathOf(system, name, "routes"), message: notPlain(prefix) }];
    const path = pathOf(system, name, `routes.${prefix}`);
    if (target === name) return [{ path, message: `"${target}" is the service itself; drop the route` }];
    return known.includes(target)
      ? []
      : [
          {
            path,
            message: `"${target}" is no public service of ${system.name}; known: ${known.join(", ") || "none"}`,
          },
        ];
  });
}

function validateEdge(system: System, name: string, service: PublicService): Problem[] {
  const problems: Problem[] = [];
  const { health, public: edge } = service;
  const { live, ready, detailed } = health;
  const watchable = new Set([live, ready, ...(detailed === undefined ? [] : [detailed])]);
  if (edge.uptime !== undefined && !watchable.has(edge.uptime)) {
    problems.push({
      path: pathOf(system, name, "uptime"),
      message: `"${edge.uptime}" is no health path of the service; it has ${[...watchable].join(", ")}`,
    });
  }
  if (!Number.isInteger(edge.proxies) || edge.proxies < 0) {
    problems.push({
      path: pathOf(system, name, "proxies"),
      message: `${edge.proxies} is not a whole number of 0 or more`,
    });
  }
  const rules = mostRulesOf(system, service);
  if (rules > mostRules) {
    problems.push({
      path: `${system.name}.services.${name}.public`,
      message: `routes, webhooks and rate limits come to ${rules} rules, and one hostname can have ${mostRules}; declare fewer`,
    });
  }
  return problems;
}

/** One rule for what is hidden, one for the rest, one for each webhook and each limit; the same for what it routes to. */
function mostRulesOf(system: System, service: PublicService): number {
  const all = publicServices(system);
  const rulesOf = ({ public: { webhooks, rateLimits } }: PublicService): number =>
    2 + webhooks.length + Object.keys(rateLimits).length;
  return Object.values(service.public.routes).reduce((sum, name) => {
    const target = all.get(name);
    return target ? sum + rulesOf(target) : sum;
  }, rulesOf(service));
}
