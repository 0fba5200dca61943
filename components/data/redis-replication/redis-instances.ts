import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cacheInstances, type PlatformRedis } from "../../../model/cache.ts";
import { storeServices } from "../../../model/store-services.ts";
import { priorityClassName } from "../../capacity/priority.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../../labels.ts";
import { protection, retention } from "../../protection.ts";
import { cacheUsersSecretName } from "../../secrets/cache-secrets.ts";
import { logicalName } from "../../system-context.ts";
import { disruptionBudgetSpec } from "../../workloads/disruption-budget.ts";
import type { StoreArgs } from "../store-resources.ts";
import { instanceClaim, instanceConfigMap, instancePart, instanceSpec } from "./instance-spec.ts";
import { sentinelPort } from "./replication-settings.ts";

/** What {@link RedisInstances} are made from. */
export interface RedisInstancesArgs extends StoreArgs {
  readonly cache: PlatformRedis;
}

/** A Redis with replicas: its instances, their sentinels, and a Service for each that is there whatever its pod does. */
export class RedisInstances extends pulumi.ComponentResource {
  constructor(name: string, args: RedisInstancesArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:data:RedisInstances", name, {}, opts);
    const { cache, context, namespace, image, needs } = args;
    const { environment, labelled, own } = context;
    const part = instancePart;
    const metadata = { name: part.name, namespace, labels: partLabels(labelled, part) };
    const selector = selectorLabels(labelled, part.name);
    const kept = protection(context);
    const account = new kubernetes.core.v1.ServiceAccount(
      logicalName(labelled, part.name, "account"),
      { metadata, automountServiceAccountToken: false },
      { parent: this },
    );
    const services = cacheInstances.map(
      (instance) =>
        new kubernetes.core.v1.Service(
          logicalName(labelled, instance, "service"),
          {
            // It is found before it is ready, as the others must find it to become so.
            metadata: { ...metadata, name: instance, annotations: { "pulumi.com/skipAwait": "true" } },
            spec: {
              type: "ClusterIP",
              selector: { ...selector, "statefulset.kubernetes.io/pod-name": instance },
              publishNotReadyAddresses: true,
              ports: [
                { name: "store", port: storeServices.cache.port, targetPort: "store", protocol: "TCP" },
                { name: "sentinel", port: sentinelPort, targetPort: "sentinel", protocol: "TCP" },
              ],
            },
          },
          { parent: this },
        ),
    );
    const claims = cacheInstances.map(
      (instance) =>
        new kubernetes.core.v1.PersistentVolumeClaim(
          logicalName(labelled, instance, "claim"),
          {
            metadata: {
              ...metadata,
              name: instanceClaim(instance),
              annotations: { "pulumi.com/skipAwait": "true" },
            },
            spec: {
              accessModes: ["ReadWriteOnce"],
              resources: { requests: { storage: cache.storage.toString() } },
            },
          },
          { parent: this, ...kept },
        ),
    );
    const files = instanceConfigMap(cache);
    const configuration = new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, part.name, "config"),
      { metadata: { ...metadata, name: files.name }, data: files.data, immutable: true },
      { parent: this, ...retention(context) },
    );
    const labels = workloadLabels(labelled, part, versionLabel(image));
    new kubernetes.apps.v1.StatefulSet(
      logicalName(labelled, part.name),
      {
        metadata: { ...metadata, labels },
        spec: instanceSpec({
          cache,
          users: cacheUsersSecretName(own),
          image: image.toString(),
          priorityClass: priorityClassName(environment.name, part.tier),
          labels,
          selector,
        }),
      },
      {
        parent: this,
        dependsOn: [account, configuration, ...services, ...claims, ...needs],
        // It can't change, and a claim that grows would ask for it.
        ignoreChanges: ["spec.volumeClaimTemplates"],
        ...kept,
      },
    );
    const budget = disruptionBudgetSpec({ kind: "fixed", replicas: cacheInstances.length }, selector);
    if (budget)
      new kubernetes.policy.v1.PodDisruptionBudget(
        logicalName(labelled, part.name, "disruption-budget"),
        { metadata, spec: budget },
        { parent: this },
      );
    this.registerOutputs({});
  }
}
