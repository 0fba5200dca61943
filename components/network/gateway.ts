import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { partLabels, systemLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { certificateSpec, issuerName, issuerSpec } from "./certificate-spec.ts";
import { challengePolicy, challengePolicySpec } from "./challenge-policy.ts";
import { gatewayName, gatewaySpec } from "./gateway-spec.ts";
import { notFoundMiddleware, notFoundSpec } from "./middleware-spec.ts";
import type { PublicHost } from "./route-hosts.ts";
import { redirectRouteSpec } from "./route-spec.ts";
import { traefikApi } from "./traefik-api.ts";

/** For a hostname's first certificate, with some attempts. */
const issuingTimeout = "15m";

/** What a {@link Gateway} is made from. */
export interface GatewayArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  /** The hostnames that it serves; at least one. */
  readonly hosts: readonly PublicHost[];
}

/** The way into a system from outside: its gateway, a certificate for each hostname, and the redirect to HTTPS. */
export class Gateway extends pulumi.ComponentResource {
  /** What every route hangs on or refers to. */
  readonly parts: readonly pulumi.Resource[];

  constructor(name: string, args: GatewayArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:network:Gateway", name, {}, opts);
    const { context, namespace, hosts } = args;
    const { labelled } = context;
    const labels = systemLabels(labelled);
    const shared = (object: string) => ({ name: object, namespace, labels });
    const gateway = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, gatewayName),
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: shared(gatewayName),
        spec: gatewaySpec(hosts),
      },
      { parent: this },
    );
    const issuer = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, issuerName),
      { apiVersion: "cert-manager.io/v1", kind: "Issuer", metadata: shared(issuerName), spec: issuerSpec() },
      { parent: this, dependsOn: [gateway] },
    );
    new kubernetes.networking.v1.NetworkPolicy(
      logicalName(labelled, challengePolicy),
      { metadata: shared(challengePolicy), spec: challengePolicySpec() },
      { parent: this },
    );
    for (const host of hosts) {
      const { name: part, service } = host;
      new kubernetes.apiextensions.CustomResource(
        logicalName(labelled, part, "certificate"),
        {
          apiVersion: "cert-manager.io/v1",
          kind: "Certificate",
          metadata: {
            name: part,
            namespace,
            labels: partLabels(labelled, { name: part, workload: service.kind, tier: service.tier }),
            // A hostname that doesn't lead here fails the update, with the reason: nobody could reach it (NET-19).
            annotations: { "pulumi.com/waitFor": "condition=Ready" },
          },
          spec: certificateSpec(host),
        },
        {
          parent: this,
          dependsOn: [issuer],
          customTimeouts: { create: issuingTimeout, update: issuingTimeout },
        },
      );
    }
    new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, "https-redirect"),
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: shared("https-redirect"),
        spec: redirectRouteSpec(hosts),
      },
      { parent: this, dependsOn: [gateway] },
    );
    const notFound = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, notFoundMiddleware),
      {
        apiVersion: traefikApi,
        kind: "Middleware",
        metadata: shared(notFoundMiddleware),
        spec: notFoundSpec(),
      },
      { parent: this },
    );
    this.parts = [gateway, notFound];
    this.registerOutputs({});
  }
}
