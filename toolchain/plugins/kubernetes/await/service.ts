import { objectAt, type Properties } from "../../protocol/property-value.ts";
import { listAt, objectId, textAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { ready, waiting, type Judgement, type ReadinessRule } from "./readiness.ts";

const slices = { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice" };
const SETTLE_MILLISECONDS = 10_000;

/**
 * Ready when it leads somewhere and no pod behind it is still on its way. A Service that selects no pod at
 * all counts as ready once that has stayed so for a while, as with the vendor's plugin.
 */
export const serviceReadiness: ReadinessRule = {
  related: [slices],
  judge: ({ object, related, quietMilliseconds }) => {
    const address = addressOf(object);
    if (!leadsToPods(object)) return address;
    const own = related(slices).filter((slice) => isSliceOf(slice, object));
    const endpoints = own.flatMap((slice) => listAt(slice, "endpoints"));
    const readyCount = endpoints.filter(isReadyEndpoint).length;
    const pending = endpoints.filter((endpoint) => !isReadyEndpoint(endpoint) && !isLeaving(endpoint)).length;
    const hasSettled = own.length > 0 && quietMilliseconds >= SETTLE_MILLISECONDS;
    if (pending === 0 && (readyCount > 0 || hasSettled)) return address;
    const problems =
      readyCount > 0
        ? [`${pending} of the Pods that Service ${objectId(object)} selects are not ready`]
        : [
            "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
          ];
    return {
      ...waiting("[1/3] Finding Pods to direct traffic to", problems),
      judgeAgainAfter: SETTLE_MILLISECONDS,
    };
  },
};

function addressOf(service: KubernetesObject): Judgement {
  const isAllocated =
    textAt(service, "spec.type") !== "LoadBalancer" ||
    listAt(service, "status.loadBalancer.ingress").length > 0;
  if (isAllocated) return ready("Service initialization complete");
  return waiting("[2/3] Attempting to allocate IP address to Service", [
    "Service was not allocated an IP address; does your cloud provider support this?",
  ]);
}

function leadsToPods(service: KubernetesObject): boolean {
  const spec = objectAt(service, "spec");
  const hasSelector = Object.keys(objectAt(spec, "selector")).length > 0;
  return hasSelector && spec["type"] !== "ExternalName" && spec["clusterIP"] !== "None";
}

function isSliceOf(slice: KubernetesObject, service: KubernetesObject): boolean {
  const labels = objectAt(objectAt(slice, "metadata"), "labels");
  return labels["kubernetes.io/service-name"] === textAt(service, "metadata.name");
}

/** A condition that is not said counts as met. */
function isReadyEndpoint(endpoint: Properties): boolean {
  return objectAt(endpoint, "conditions")["ready"] !== false;
}

function isLeaving(endpoint: Properties): boolean {
  return objectAt(endpoint, "conditions")["terminating"] === true;
}
