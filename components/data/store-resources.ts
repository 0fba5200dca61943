import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ImageReference } from "../../model/image-reference.ts";
import { replicas } from "../../model/scaling.ts";
import { priorityClassName } from "../capacity/priority.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { protection, retention } from "../protection.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { statedReplicas } from "../workloads/replica-count.ts";
import { type Store, storeClaims, storeSpec } from "./store.ts";

/** What every in-cluster data store is made from. */
export interface StoreArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly image: ImageReference;
  /** What must be there before it can start: its Secret. */
  readonly needs: readonly pulumi.Resource[];
}

/** Registers a store's service account, its headless Service, its claims and its StatefulSet as children of its component. */
export function runStore(parent: pulumi.ComponentResource, store: Store, args: StoreArgs): void {
  const { context, namespace, image, needs } = args;
  const { labelled } = context;
  const { name } = store.part;
  const labels = partLabels(labelled, store.part);
  const metadata = { name, namespace, labels };
  const selector = selectorLabels(labelled, name);
  const account = new kubernetes.core.v1.ServiceAccount(
    logicalName(labelled, name, "account"),
    { metadata, automountServiceAccountToken: false },
    { parent },
  );
  new kubernetes.core.v1.Service(
    logicalName(labelled, name, "service"),
    {
      metadata,
      spec: {
        type: "ClusterIP",
        clusterIP: "None",
        selector,
        ports: [{ name: "store", port: store.port, targetPort: "store", protocol: "TCP" }],
      },
    },
    { parent },
  );
  const kept = protection(context);
  const claims = storeClaims(store).map(
    ({ name: volume, claim, storage }) =>
      new kubernetes.core.v1.PersistentVolumeClaim(
        // That of the data is called as it always was: another name would be another claim.
        logicalName(labelled, name, volume === "data" ? "claim" : `${volume}-claim`),
        {
          // A class may bind a claim only once a pod wants it, and the pod comes after the claim.
          metadata: { ...metadata, name: claim, annotations: { "pulumi.com/skipAwait": "true" } },
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: storage.toString() } },
          },
        },
        { parent, ...kept },
      ),
  );
  const configuration =
    store.configuration &&
    new kubernetes.core.v1.ConfigMap(
      logicalName(labelled, name, "config"),
      {
        metadata: { ...metadata, name: store.configuration.name },
        data: store.configuration.data,
        immutable: true,
      },
      // An older pod template, which a rollback goes back to, still names the older one.
      { parent, ...retention(context) },
    );
  const versioned = workloadLabels(labelled, store.part, versionLabel(image));
  new kubernetes.apps.v1.StatefulSet(
    logicalName(labelled, name),
    {
      metadata: { ...metadata, labels: versioned },
      spec: {
        ...storeSpec(
          store,
          image.toString(),
          priorityClassName(context.environment.name, store.part.tier),
          versioned,
          selector,
        ),
        ...statedReplicas(single, context.own),
      },
    },
    { parent, dependsOn: [account, ...claims, ...(configuration ? [configuration] : []), ...needs], ...kept },
  );
}

/** One pod: a second could not have its volumes. */
const single = { scale: replicas(1) };
