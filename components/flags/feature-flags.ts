import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SystemEnvironment } from "../../config/environment.ts";
import { flagFile, unreleased } from "../../model/feature-flag.ts";
import { systemLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { flagConfigName } from "./flag-files.ts";
import { flagdFlag } from "./flagd-definition.ts";

/**
 * A system's feature flags in one environment: one ConfigMap, changed in place. Pods that have it see the change when
 * their kubelet next looks, and none of them restarts (DEP-29).
 */
export class FeatureFlags extends pulumi.ComponentResource {
  readonly configMap: pulumi.Resource;

  constructor(
    name: string,
    { context, namespace }: { readonly context: SystemContext; readonly namespace: pulumi.Input<string> },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:flags:FeatureFlags", name, {}, opts);
    const { own, labelled } = context;
    this.configMap = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, "flags"),
      {
        metadata: { name: flagConfigName(own.system), namespace, labels: systemLabels(labelled) },
        data: { [flagFile.name]: flagDefinitions(own) },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** The flags of a system as flagd's providers read them. */
export function flagDefinitions({ system, flags: released }: SystemEnvironment): string {
  const flags = Object.fromEntries(
    Object.entries(system.flags).map(([key, flag]) => [
      key,
      flagdFlag(key, flag, released.get(key) ?? unreleased(flag)),
    ]),
  );
  return `${JSON.stringify({ flags }, undefined, 2)}\n`;
}
