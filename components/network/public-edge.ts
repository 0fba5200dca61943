import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { partLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { gatewayName } from "./gateway-spec.ts";
import { Gateway } from "./gateway.ts";
import { PublicBackend } from "./public-backend.ts";
import type { PublicHost } from "./route-hosts.ts";
import { routeRules } from "./route-rules.ts";
import { hostRouteSpec } from "./route-spec.ts";

/** What a {@link PublicEdge} is made from. */
export interface PublicEdgeArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly hosts: readonly PublicHost[];
}

/** How a system's hostnames lead to its services: the gateway, what stands before each service, and the routes. */
export class PublicEdge extends pulumi.ComponentResource {
  constructor(
    name: string,
    { context, namespace, hosts }: PublicEdgeArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:network:PublicEdge", name, {}, opts);
    const { labelled, environment, own } = context;
    const parent = { parent: this };
    const gateway = new Gateway(
      logicalName(labelled, gatewayName, "hosts"),
      { context, namespace, hosts },
      parent,
    );
    const backends = new Map(
      hosts.map((host) => [
        host.name,
        new PublicBackend(
          logicalName(labelled, host.name, "public-backend"),
          { context, namespace, host },
          parent,
        ),
      ]),
    );
    for (const host of hosts) {
      const { name: part, service } = host;
      const labels = partLabels(labelled, { name: part, workload: service.kind, tier: service.tier });
      const led = [part, ...Object.values(service.public.routes)];
      new kubernetes.apiextensions.CustomResource(
        logicalName(labelled, part, "route"),
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRoute",
          metadata: { name: part, namespace, labels },
          spec: hostRouteSpec(host, routeRules(environment.name, own, host)),
        },
        {
          parent: this,
          // A gateway answers 404 or 500 where a route refers to what is not there yet.
          dependsOn: [...gateway.parts, ...led.flatMap((target) => backends.get(target)?.parts ?? [])],
        },
      );
    }
    this.registerOutputs({});
  }
}
