import { inject } from "vitest";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { buildImages, type ImageSet } from "../../app/images.ts";
import type { GatewayAddress } from "../../controllers/traefik/traefik.ts";
import { type KubernetesClients, kubernetesClients } from "./kubernetes.ts";
import { stackConfiguration } from "./stack-configuration.ts";
import { StackUnderTest } from "./stack-under-test.ts";

/** What the suite's set-up hands to its scenarios. */
export type Prepared =
  | {
      readonly cluster: Cluster;
      /** Path, on the host, of the program that makes load. */
      readonly program: string;
      readonly gateway: GatewayAddress;
      /** Where the Prometheus answers that judges releases. */
      readonly prometheus: string;
      /** Port of the server that gives turns to engines. */
      readonly turns: number;
    }
  | {
      /** Why this machine runs no cluster. */
      readonly reason: string;
    };

declare module "vitest" {
  export interface ProvidedContext {
    prepared: Prepared;
  }
}

/** What every scenario works with. */
export interface Suite {
  readonly cluster: Cluster;
  readonly program: string;
  readonly gateway: GatewayAddress;
  readonly prometheus: string;
  readonly turns: number;
  readonly images: ImageSet;
  readonly clients: KubernetesClients;
}

/** A stack, and the suite that it is tried in. */
export interface StackInSuite {
  readonly suite: Suite;
  readonly stack: StackUnderTest;
}

/** Why scenarios with real pods can't run on this machine; nothing where they can. */
export function whyNoPods(): string | undefined {
  const prepared = inject("prepared");
  if ("reason" in prepared) return prepared.reason;
  const { node } = prepared.cluster;
  return node.kind === "real" ? undefined : node.reason;
}

/** Opens what the suite's set-up made. */
export async function openSuite(): Promise<Suite> {
  const prepared = inject("prepared");
  if ("reason" in prepared) throw new Error(prepared.reason);
  return {
    ...prepared,
    images: await buildImages(() => undefined),
    clients: kubernetesClients(prepared.cluster),
  };
}

/** A stack as it is declared, on the suite's cluster. */
export function stackUnderTest({ cluster, images, turns }: Suite, stack: EnvironmentName): StackUnderTest {
  if (!cluster.registry) throw new Error("without a real node there is no registry to release from");
  const configuration = stackConfiguration(stack, cluster, images);
  return new StackUnderTest(stack, configuration, { registry: cluster.registry.name, turns });
}
