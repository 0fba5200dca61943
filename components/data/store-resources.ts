import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ImageReference } from "../../model/image-reference.ts";
import { partLabels, selectorLabels, versionLabel, workloadLabels } from "../labels.ts";
import { protection } from "../protection.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { claimName, type Store, storeSpec } from "./store.ts";

/** What every in-cluster data store is made from. */
export interface StoreArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
  readonly image: ImageReference;
  /** What must be there before it can start: its Secret. */
  readonly needs: readonly pulumi.Resource[];
}

/** Registers a store's service account, its headless Service, its claim and its StatefulSet as children of its component. */
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
  const claim = new kubernetes.core.v1.PersistentVolumeClaim(
    logicalName(labelled, name, "claim"),
    {
      // A class may bind a claim only once a pod wants it, and the pod comes after the claim.
      metadata: { ...metadata, name: claimName(store), annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: store.volume.storage.toString() } },
      },
    },
    { parent, ...kept },
  );
  const versioned = workloadLabels(labelled, store.part, versionLabel(image));
  new kubernetes.apps.v1.StatefulSet(
    logicalName(labelled, name),
    {
      metadata: { ...metadata, labels: versioned },
      spec: storeSpec(store, image.toString(), versioned, selector),
    },
    { parent, dependsOn: [account, claim, ...needs], ...kept },
  );
}
