import type { Manifest } from "./manifest.ts";

export const ACCESS_GROUP = "rbac.authorization.k8s.io";

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** A cluster role of these rules and its binding to the user of the same name, whom a client certificate proves. */
export function userWithRules(name: string, rules: readonly Rule[]): Manifest[] {
  const role = { apiVersion: `${ACCESS_GROUP}/v1`, kind: "ClusterRole", metadata: { name }, rules };
  return [role, userWithRole(name, name)];
}

/** Binds the user to a cluster role that exists. */
export function userWithRole(user: string, role: string): Manifest {
  return {
    apiVersion: `${ACCESS_GROUP}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: user === role ? user : `${user}:${role}` },
    roleRef: { apiGroup: ACCESS_GROUP, kind: "ClusterRole", name: role },
    subjects: [{ apiGroup: ACCESS_GROUP, kind: "User", name: user }],
  };
}
