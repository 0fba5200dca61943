import { gatewayReference, type ParentReference, plainListener, secureListener } from "./gateway-spec.ts";
import type { HeaderFilter } from "./route-headers.ts";
import type { PublicHost } from "./route-hosts.ts";

/** The part of an `HTTPRoute`'s specification (`gateway.networking.k8s.io/v1`) that Slipway writes. */
export interface HttpRouteSpec {
  readonly parentRefs: readonly ParentReference[];
  readonly hostnames: readonly string[];
  readonly rules: readonly HttpRouteRule[];
}

/** What happens to requests whose path matches. */
export interface HttpRouteRule {
  readonly matches: readonly { readonly path: PathMatch }[];
  readonly filters?: readonly Filter[];
  readonly backendRefs?: readonly {
    readonly group: "traefik.io";
    readonly kind: "TraefikService";
    readonly name: string;
  }[];
  readonly timeouts?: { readonly request: string };
}

export interface PathMatch {
  readonly type: "Exact" | "PathPrefix" | "RegularExpression";
  readonly value: string;
}

export type Filter =
  | HeaderFilter
  | { readonly type: "URLRewrite"; readonly urlRewrite: { readonly hostname: string } }
  | {
      readonly type: "RequestRedirect";
      readonly requestRedirect: { readonly scheme: "https"; readonly statusCode: 301 };
    }
  | {
      readonly type: "ExtensionRef";
      readonly extensionRef: {
        readonly group: "traefik.io";
        readonly kind: "Middleware";
        readonly name: string;
      };
    };

/** The route of one hostname. */
export const hostRouteSpec = (
  { name, hostname }: PublicHost,
  rules: readonly HttpRouteRule[],
): HttpRouteSpec => ({
  parentRefs: [gatewayReference(secureListener(name))],
  hostnames: [hostname.name],
  rules,
});

/** The one answer on port 80: go to HTTPS, for good (NET-06). */
export const redirectRouteSpec = (hosts: readonly PublicHost[]): HttpRouteSpec => ({
  parentRefs: [gatewayReference(plainListener)],
  hostnames: hosts.map(({ hostname }) => hostname.name),
  rules: [
    {
      matches: [{ path: { type: "PathPrefix", value: "/" } }],
      filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
    },
  ],
});
