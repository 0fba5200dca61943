import type { PolicyRule } from "kubernetes-types/rbac/v1.d.ts";
import type { ScaleTarget } from "./scale-targets.ts";

/** Just the number of replicas, of just these objects. */
export const switchRights = (targets: readonly ScaleTarget[]): PolicyRule[] =>
  (["deployments", "statefulsets"] as const).flatMap((resource) => {
    const resourceNames = targets.filter((target) => target.resource === resource).map(({ name }) => name);
    // Without a name the rule would be for all of them.
    if (resourceNames.length === 0) return [];
    return [
      { apiGroups: ["apps"], resources: [`${resource}/scale`], resourceNames, verbs: ["get", "patch"] },
    ];
  });
