import type { SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { type HiddenPath, hiddenPaths, isWithin } from "../../model/hidden-paths.ts";
import { publicServices, type PublicService } from "../../model/public-service.ts";
import { bodyMiddleware, notFoundMiddleware, rateLimitMiddleware } from "./middleware-spec.ts";
import { requestTimeout } from "./route-backend.ts";
import { headerFilter } from "./route-headers.ts";
import type { PublicHost } from "./route-hosts.ts";
import type { Filter, HttpRouteRule, PathMatch } from "./route-spec.ts";

/** Who answers below which part of a hostname. */
interface Answerer {
  readonly prefix: string;
  readonly name: string;
  readonly service: PublicService;
  /** The hostname that it knows itself by, where that is another one. */
  readonly known?: string;
}

/**
 * The rules of a hostname: of its own service, and of those that parts of it are routed to (NET-10). What a service
 * hides, limits and leaves untouched holds wherever it is reached.
 */
export function routeRules(
  environment: EnvironmentName,
  own: SystemEnvironment,
  host: PublicHost,
): readonly HttpRouteRule[] {
  const answerers = answerersOf(own, host);
  return answerers.flatMap((answerer) => {
    const others = answerers.filter(
      ({ prefix }) => prefix !== answerer.prefix && isWithin(prefix, answerer.prefix),
    );
    const answers = (path: string): boolean =>
      isWithin(path, answerer.prefix) && !others.some(({ prefix }) => isWithin(path, prefix));
    const headers = headerFilter(environment, answerer.service.public.answers, host.service.public.hsts);
    return rulesOf(answerer, headers, answers);
  });
}

function answerersOf({ system, hostnames }: SystemEnvironment, host: PublicHost): readonly Answerer[] {
  const services = publicServices(system);
  const routed = Object.entries(host.service.public.routes).map(([prefix, name]): Answerer => {
    const service = services.get(name);
    if (!service) throw new TypeError(`validation let a route to ${name} through, which is not public`);
    const known = hostnames.get(name)?.name;
    return { prefix, name, service, ...(known === undefined ? {} : { known }) };
  });
  return [...routed, { prefix: "/", name: host.name, service: host.service }];
}

/** @param answers Whether it is this service that answers on a path of the hostname. */
function rulesOf(
  { prefix, name, service, known }: Answerer,
  headers: Filter,
  answers: (path: string) => boolean,
): readonly HttpRouteRule[] {
  const { webhooks, rateLimits, largestBody } = service.public;
  const rewrite: readonly Filter[] =
    known === undefined ? [] : [{ type: "URLRewrite", urlRewrite: { hostname: known } }];
  const answer = {
    backendRefs: [{ group: "traefik.io", kind: "TraefikService", name }],
    timeouts: { request: requestTimeout(service) },
  } as const;
  const bounded = (path: string) => ({
    filters: [
      // First, so that what the gateway itself answers has them too.
      headers,
      ...Object.entries(rateLimits)
        .filter(([, limit]) => isWithin(path, limit.path))
        .map(([limit]) => extension(rateLimitMiddleware(limit))),
      ...(largestBody === "unlimited" ? [] : [extension(bodyMiddleware(name))]),
      ...rewrite,
    ],
    ...answer,
  });

  const hidden = hiddenPaths(service).filter(({ path }) => answers(path));
  const limited = Object.values(rateLimits)
    .map(({ path }) => path)
    .filter((path) => path !== prefix && answers(path));
  return [
    ...webhooks.filter(answers).map((path) => ({
      matches: [{ path: { type: "Exact", value: path } as const }],
      ...(rewrite.length > 0 ? { filters: rewrite } : {}),
      ...answer,
    })),
    ...(hidden.length > 0
      ? [{ matches: hidden.flatMap(anySpelling), filters: [headers, extension(notFoundMiddleware)] }]
      : []),
    ...limited.map((path) => ({ matches: anySpelling({ path, below: true }), ...bounded(path) })),
    { matches: [{ path: { type: "PathPrefix", value: prefix } }], ...bounded(prefix) },
  ];
}

const extension = (name: string): Filter => ({
  type: "ExtensionRef",
  extensionRef: { group: "traefik.io", kind: "Middleware", name },
});

/**
 * However it is written: routers such as Express' take `/METRICS` and `/metrics/` for `/metrics`, and nobody gets
 * around a limit that way. Traefik lets the longer of two expressions win, so what surrounds the path is of one length.
 */
function anySpelling({ path, below }: HiddenPath): readonly { readonly path: PathMatch }[] {
  const end = below ? "(?:/|$)" : "(?:/?$)";
  return [
    { path: { type: below ? "PathPrefix" : "Exact", value: path } },
    { path: { type: "RegularExpression", value: `(?i)^${path.replaceAll(".", "\\.")}${end}` } },
  ];
}
