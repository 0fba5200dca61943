import { certificateSecret } from "./certificate-spec.ts";
import type { PublicHost } from "./route-hosts.ts";

/** The part of a `Gateway`'s specification (`gateway.networking.k8s.io/v1`) that Slipway writes. */
export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly Listener[];
}

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: "HTTP" | "HTTPS";
  readonly hostname?: string;
  readonly tls?: {
    readonly mode: "Terminate";
    readonly certificateRefs: readonly {
      readonly group: "";
      readonly kind: "Secret";
      readonly name: string;
    }[];
  };
  readonly allowedRoutes: { readonly namespaces: { readonly from: "Same" } };
}

/** What a route hangs on: a gateway, or one of its listeners. */
export interface ParentReference {
  readonly group: "gateway.networking.k8s.io";
  readonly kind: "Gateway";
  readonly name: string;
  readonly sectionName?: string;
}

/** A system's only gateway. */
export const gatewayName = "gateway";

/** The listener that sends everybody on to HTTPS. */
export const plainListener = "http";

/** The listener of one service's hostname. */
export const secureListener = (service: string): string => `https-${service}`;

/** A reference to the system's gateway. @param sectionName One of its listeners. @default all of them */
export const gatewayReference = (sectionName?: string): ParentReference => ({
  group: "gateway.networking.k8s.io",
  kind: "Gateway",
  name: gatewayName,
  ...(sectionName === undefined ? {} : { sectionName }),
});

/** Traefik finds the entry point of a listener by its port, and these are the ports of its chart's entry points. */
const entryPoints = { web: 8000, websecure: 8443 };

const allowedRoutes = { namespaces: { from: "Same" } } as const;

/** The gateway of a system: one listener for each hostname, with its certificate, and one that only redirects. */
export const gatewaySpec = (hosts: readonly PublicHost[]): GatewaySpec => ({
  gatewayClassName: "traefik",
  listeners: [
    { name: plainListener, port: entryPoints.web, protocol: "HTTP", allowedRoutes },
    ...hosts.map(({ name, hostname }): Listener => ({
      name: secureListener(name),
      port: entryPoints.websecure,
      protocol: "HTTPS",
      hostname: hostname.name,
      tls: {
        mode: "Terminate",
        certificateRefs: [{ group: "", kind: "Secret", name: certificateSecret(name) }],
      },
      allowedRoutes,
    })),
  ],
});
