import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { systemLabels } from "../labels.ts";
import { retention } from "../protection.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { variableConfigs } from "./variable-config.ts";

/** The ConfigMaps of a system's settings: one for each set of variables, read by every program that names the set. */
export class VariableSets extends pulumi.ComponentResource {
  /** By name of the set; a set without settings has none. */
  readonly configMaps: ReadonlyMap<string, pulumi.Resource>;

  constructor(
    name: string,
    { context, namespace }: { readonly context: SystemContext; readonly namespace: pulumi.Input<string> },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:workloads:VariableSets", name, {}, opts);
    const { own, labelled, environment } = context;
    const configMaps = new Map<string, pulumi.Resource>();
    for (const { set, config } of variableConfigs(environment.name, own)) {
      const configMap = new kubernetes.core.v1.ConfigMap(
        logicalName(labelled, set, "config"),
        {
          metadata: { name: config.name, namespace, labels: systemLabels(labelled) },
          data: config.data,
          immutable: true,
        },
        // An older pod template, which a rollback goes back to, still names the older one.
        { parent: this, ...retention(context) },
      );
      configMaps.set(set, configMap);
    }
    this.configMaps = configMaps;
    this.registerOutputs({});
  }
}
