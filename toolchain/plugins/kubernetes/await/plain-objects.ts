import { objectAt } from "../../protocol/property-value.ts";
import {
  asText,
  conditionOf,
  isConditionTrue,
  listAt,
  numberAt,
  textAt,
} from "../cluster/kubernetes-object.ts";
import { ready, waiting, type ReadinessRule } from "./readiness.ts";

/** Kinds that tell by a single field of their own whether they are ready. */
export const namespaceReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) =>
    textAt(object, "status.phase") === "Terminating"
      ? waiting("Waiting for Namespace to be active", ["the namespace is being deleted"])
      : ready(),
};

export const definitionReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) => {
    if (isConditionTrue(object, "Established")) return ready("CustomResourceDefinition established");
    const refused = conditionOf(object, "NamesAccepted");
    const isRefused = refused?.["status"] === "False";
    return waiting(
      "Waiting for CustomResourceDefinition to be established",
      isRefused
        ? [`[${asText(refused["reason"])}] ${asText(refused["message"])}`]
        : ["it is not established yet"],
    );
  },
};

export const ingressReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) =>
    listAt(object, "status.loadBalancer.ingress").length > 0
      ? ready("Ingress initialization complete")
      : waiting("Waiting for Ingress to be given an address", [
          "Ingress was not given an address; does the cluster run a controller for its class?",
        ]),
};

export const replicationControllerReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) => {
    const wanted = numberAt(object, "spec.replicas", 1);
    const available = numberAt(object, "status.availableReplicas");
    const said = `${available} of ${wanted} Pods are available`;
    return available >= wanted
      ? ready()
      : waiting(`Waiting for Pods (${available}/${wanted} available)`, [said]);
  },
};

/** The controller has taken the quota over when it repeats the limits in its status. */
export const quotaReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) => {
    const used = objectAt(objectAt(object, "status"), "hard");
    const missing = Object.keys(objectAt(objectAt(object, "spec"), "hard")).filter((name) => !(name in used));
    if (missing.length === 0) return ready();
    return waiting("Waiting for ResourceQuota to be in force", [`not in force yet: ${missing.join(", ")}`]);
  },
};

/** A service account's token is written by a controller; every other Secret is what the program says. */
export const secretReadiness: ReadinessRule = {
  related: [],
  judge: ({ object }) => {
    const isFilledIn = object["type"] !== "kubernetes.io/service-account-token";
    if (isFilledIn || Object.keys(objectAt(object, "data")).length > 0) return ready();
    return waiting("Waiting for the service account's token", [
      "no token was written. Is there such a service account?",
    ]);
  },
};
