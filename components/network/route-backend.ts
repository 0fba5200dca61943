import type { PublicService } from "../../model/public-service.ts";
import { seconds } from "../../model/quantities/duration.ts";
import type { RolloutStrategy } from "../../model/rollout-strategy.ts";
import { gatewayTimeout } from "../../model/time-limits.ts";
import { newReleaseService } from "../releases/rollout-services.ts";

/** The part of a `ServersTransport`'s specification (`traefik.io/v1alpha1`) that Slipway writes. */
export interface ServersTransportSpec {
  readonly forwardingTimeouts: {
    readonly dialTimeout: string;
    readonly responseHeaderTimeout: string;
    readonly idleConnTimeout: string;
  };
}

/** The part of a `TraefikService`'s specification (`traefik.io/v1alpha1`) that Slipway writes. */
export interface TraefikServiceSpec {
  readonly weighted: { readonly services: readonly WeightedService[] };
}

interface WeightedService {
  readonly kind: "Service";
  readonly name: string;
  readonly port: string;
  readonly weight: number;
  readonly passHostHeader: boolean;
  readonly serversTransport: string;
}

/** The field of a route's rule that Traefik leaves to {@link transportSpec}, and other gateways obey. */
export const requestTimeout = (service: PublicService): string => `${gatewayTimeout(service).wholeSeconds}s`;

/** Node and uvicorn close a connection after 5 s of silence; the gateway must be first, or a request meets the closing. */
const idleConnection = seconds(4);

/** How long the gateway waits for a service: longer than its longest request (CF-36, SCL-15). */
export const transportSpec = (service: PublicService): ServersTransportSpec => ({
  forwardingTimeouts: {
    dialTimeout: "5s",
    responseHeaderTimeout: requestTimeout(service),
    idleConnTimeout: `${idleConnection.wholeSeconds}s`,
  },
});

/** Who answers for a service, by weight. A canary starts with nothing, and Argo Rollouts moves the weights. */
export const traefikServiceSpec = (name: string, strategy: RolloutStrategy): TraefikServiceSpec => {
  const weighted = (service: string, weight: number): WeightedService => ({
    kind: "Service",
    name: service,
    port: "http",
    weight,
    passHostHeader: true,
    serversTransport: name,
  });
  const canary = strategy.kind === "canary" ? [weighted(newReleaseService(name, strategy), 0)] : [];
  return { weighted: { services: [weighted(name, 100), ...canary] } };
};
