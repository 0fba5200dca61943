import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { storeServices } from "../../model/store-services.ts";
import { strategyOf } from "../../model/strategy-in-force.ts";
import { partLabels } from "../labels.ts";
import { cacheSecretName } from "../secrets/cache-secrets.ts";
import { logicalName, namespaceName, type SystemContext } from "../system-context.ts";
import {
  bodyMiddleware,
  bodySpec,
  type MiddlewareSpec,
  rateLimitMiddleware,
  rateLimitSpec,
} from "./middleware-spec.ts";
import { traefikServiceSpec, transportSpec } from "./route-backend.ts";
import type { PublicHost } from "./route-hosts.ts";
import { traefikApi } from "./traefik-api.ts";

/** What a {@link PublicBackend} is made from. */
export interface PublicBackendArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly host: PublicHost;
}

/** What routes that lead to a public service refer to: its limits, the weights of its releases and its time-outs. */
export class PublicBackend extends pulumi.ComponentResource {
  readonly parts: readonly pulumi.Resource[];

  constructor(
    name: string,
    { context, namespace, host }: PublicBackendArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:network:PublicBackend", name, {}, opts);
    const { environment, labelled } = context;
    const { name: part, service } = host;
    const labels = partLabels(labelled, { name: part, workload: service.kind, tier: service.tier });
    const metadata = { name: part, namespace, labels };
    const middlewares = [...middlewareSpecs(context, host)].map(
      ([middleware, spec]) =>
        new kubernetes.apiextensions.CustomResource(
          logicalName(labelled, middleware),
          {
            apiVersion: traefikApi,
            kind: "Middleware",
            metadata: { ...metadata, name: middleware },
            spec,
          },
          { parent: this },
        ),
    );
    const transport = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part, "transport"),
      {
        apiVersion: traefikApi,
        kind: "ServersTransport",
        metadata,
        spec: transportSpec(service),
      },
      { parent: this },
    );
    const spec = traefikServiceSpec(part, strategyOf(service, environment.name));
    const backend = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, part, "backend"),
      { apiVersion: traefikApi, kind: "TraefikService", metadata, spec },
      {
        parent: this,
        dependsOn: [transport],
        // Argo Rollouts moves them while a release is under way.
        ignoreChanges: spec.weighted.services.map((_, index) => `spec.weighted.services[${index}].weight`),
      },
    );
    this.parts = [...middlewares, backend];
    this.registerOutputs({});
  }
}

/** The middlewares that a service's rules refer to, by name. */
function middlewareSpecs(
  { own, labelled }: SystemContext,
  { name, service }: PublicHost,
): ReadonlyMap<string, MiddlewareSpec> {
  const { largestBody, rateLimits, proxies } = service.public;
  const { name: cache, port } = storeServices.cache;
  // The gateway is in a namespace of its own.
  const endpoint = `${cache}.${namespaceName(labelled)}.svc:${port}`;
  return new Map([
    ...(largestBody === "unlimited" ? [] : [[bodyMiddleware(name), bodySpec(largestBody)] as const]),
    ...Object.entries(rateLimits).map(
      ([limit, declared]) =>
        [
          rateLimitMiddleware(limit),
          rateLimitSpec(declared, { endpoint, secret: cacheSecretName(own), proxies }),
        ] as const,
    ),
  ]);
}
