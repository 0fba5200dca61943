import type { PolicyRule } from "kubernetes-types/rbac/v1.d.ts";
import { alertmanagerService, prometheusService, proxiedName } from "../monitoring-service.ts";

/** In the system's namespace: what is recorded and alerted on, and whom that is sent to. */
export const declarationRights: readonly PolicyRule[] = [
  {
    apiGroups: ["monitoring.coreos.com"],
    resources: ["prometheusrules", "alertmanagerconfigs"],
    verbs: ["get", "list", "watch"],
  },
];

/**
 * In the namespace of the cluster's monitoring: to ask Prometheus and Alertmanager, through the API server. It takes `GET` and `HEAD` for
 * `get` and any other method for another verb, and neither of the two changes anything on a `GET`: a silence is a `POST`, and so is a reload.
 */
export const askingRights: readonly PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["services/proxy"],
    resourceNames: [prometheusService, alertmanagerService].map(proxiedName),
    verbs: ["get"],
  },
];

/** The name of the ServiceAccount that somebody asks as. */
export const observerAccount = (observer: string): string => `observer-${observer}`;
