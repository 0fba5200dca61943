import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import {
  bucketName,
  type BucketStore,
  isBucket,
  snapshotMetrics,
  snapshotPart,
} from "../../model/snapshot.ts";
import { storeServices } from "../../model/store-services.ts";
import type { ThirdParty } from "../../model/third-party.ts";
import { type Edge, part, type Part, platform, tcp } from "../network/edge.ts";
import { copiedStores } from "./copied-stores.ts";
import { dumpMetricsPort } from "./dump-names.ts";

/** What the copies of a system's stores reach: each its store, all of them the bucket, and Prometheus the metrics. */
export function snapshotEdges(environment: Environment, own: SystemEnvironment): readonly Edge[] {
  const copied = copiedStores(environment, own);
  if (!copied) return [];
  const { endpoint, cidrs } = copied.dumps;
  const { objectStore } = own.system;
  return [
    ...copied.stores.flatMap((store): readonly Edge[] => {
      // The kubelet mounts Secrets; nobody is asked for them.
      if (store === "secrets") return [];
      const from = part(snapshotPart(store));
      if (isBucket(store)) return objectStore ? [bucketEdge(from, store, objectStore.party)] : [];
      const { name, port } = storeServices[store];
      return [{ from, to: part(name), ports: tcp(port), meaning: `${from.name} copies all of ${name}` }];
    }),
    ...[...copied.stores.map(snapshotPart), snapshotMetrics].map((name): Edge => ({
      from: part(name),
      to: { kind: "external", name: "dumps", ...(cidrs && { cidrs }) },
      ports: tcp(endpoint.port.number),
      meaning: `${name} reads and writes copies at ${endpoint.url}`,
    })),
    {
      from: platform("monitoring"),
      to: part(snapshotMetrics),
      ports: tcp(dumpMetricsPort),
      meaning: `monitoring scrapes the metrics of ${snapshotMetrics}`,
    },
  ];
}

const bucketEdge = (from: Part, store: BucketStore, { name, port, cidrs }: ThirdParty): Edge => ({
  from,
  to: { kind: "external", name, ...(cidrs && { cidrs }) },
  ports: tcp(port.number),
  meaning: `${from.name} copies what is new in the bucket ${bucketName(store)} at ${name}`,
});
