import type { ClusterSession } from "../cluster/cluster-session.ts";
import { referenceTo, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import type { Subscription } from "../cluster/watch-registry.ts";
import type { RelatedKind } from "./readiness.ts";
import { isOlder } from "./resource-version.ts";

/** An object and its kin, kept up to date until closed. */
export interface ObservedObject {
  /** The newest known; undefined when it was there and is gone. */
  latest(): KubernetesObject | undefined;
  /** Undefined until everything was listed once. */
  related(): ((kind: RelatedKind) => readonly KubernetesObject[]) | undefined;
  /** Why something of it is not kept up to date at the moment. */
  failure(): string | undefined;
  close(): void;
}

export async function observeObject(
  session: ClusterSession,
  object: KubernetesObject,
  kin: readonly RelatedKind[],
  onChange: () => void,
): Promise<ObservedObject> {
  const reference = referenceTo(object);
  const subscriptions = new Map<string, Subscription>();
  const resources = await Promise.all(
    [reference, ...kin].map(({ apiVersion, kind }) => session.api.discovery.resourceFor(apiVersion, kind)),
  );
  for (const resource of resources) {
    const place = resource.isNamespaced ? reference.namespace : "";
    subscriptions.set(keyOf(resource), session.watches.subscribe(resource, place, onChange));
  }
  let latest = object;
  let wasSeen = false;
  return {
    latest: () => {
      const live = subscriptions
        .get(keyOf(reference))
        ?.objects()
        ?.find((candidate) => referenceTo(candidate).name === reference.name);
      if (live === undefined) return wasSeen ? undefined : latest;
      if (!isOlder(live, latest)) {
        latest = live;
        wasSeen = true;
      }
      return latest;
    },
    related: () => {
      const isListed = [...subscriptions.values()].every((one) => one.objects() !== undefined);
      return isListed ? (kind) => subscriptions.get(keyOf(kind))?.objects() ?? [] : undefined;
    },
    failure: () => {
      const failures = [...subscriptions.values()].flatMap((one) => one.failure() ?? []);
      return failures.length > 0 ? failures.join("; ") : undefined;
    },
    close: () => {
      for (const subscription of subscriptions.values()) subscription.close();
    },
  };
}

function keyOf({ apiVersion, kind }: RelatedKind): string {
  return `${apiVersion}/${kind}`;
}
