import type { PolicyRule } from "kubernetes-types/rbac/v1.d.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { type RenderedPods, renderedPods } from "../support/rendered-pods.ts";

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}
interface Role extends Named {
  readonly rules: readonly PolicyRule[];
}
interface Binding extends Named {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}
interface Account extends Named {
  readonly automountServiceAccountToken?: boolean;
}

const placeOf = (name: string, namespace = ""): string => `${namespace}/${name}`;

describe.each(environmentNames)("in %s", (stack) => {
  let objects: readonly Named[];
  let pods: readonly RenderedPods[];
  const all = (...kinds: string[]): readonly Named[] => objects.filter(({ kind }) => kinds.includes(kind));

  beforeAll(async () => {
    const resources: readonly CapturedResource[] = await capturedStack(stack);
    objects = resources
      .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
      .map(({ inputs }) => inputs as unknown as Named);
    // A pooler's pods ask the API server, as an account that its operator makes for them.
    pods = renderedPods(resources).filter(({ kind }) => kind !== "Pooler");
  }, 60_000);

  test("no role has any right to Secrets, to all kinds or to everything (SEC-05)", () => {
    for (const { kind, metadata, rules } of all("Role", "ClusterRole") as readonly Role[]) {
      const where = `${kind} ${placeOf(metadata.name, metadata.namespace)}`;
      for (const { apiGroups = [], resources = [], verbs } of rules) {
        expect(apiGroups, where).not.toContain("*");
        expect(resources, where).not.toContain("*");
        expect(verbs, where).not.toContain("*");
        expect(
          resources.filter((resource) => resource.startsWith("secrets")),
          where,
        ).toEqual([]);
      }
    }
    // Roles of the cluster's own, such as "edit", hold rights to Secrets that stand in no file here.
    for (const { metadata, roleRef } of all("RoleBinding", "ClusterRoleBinding") as readonly Binding[])
      expect(roleRef.kind, metadata.name).toBe("Role");
  });

  test("a pod has a token of its ServiceAccount just where that has a right, and no account gives one by itself (SEC-05)", () => {
    const withRights = (all("RoleBinding") as readonly Binding[]).flatMap(({ metadata, subjects }) =>
      subjects.map(({ name, namespace }) => placeOf(name, namespace ?? metadata.namespace)),
    );
    expect(pods.length).toBeGreaterThan(10);
    for (const { namespace, name, spec } of pods) {
      const account = placeOf(spec.serviceAccountName ?? "default", namespace);
      const projected = JSON.stringify(spec.volumes ?? []).includes("serviceAccountToken");
      const mounts = spec.automountServiceAccountToken !== false || projected;
      expect(mounts, `${namespace}/${name}`).toBe(withRights.includes(account));
      expect(spec.serviceAccountName ?? "default", `${namespace}/${name}`).not.toBe("default");
    }
    for (const { metadata, automountServiceAccountToken } of all("ServiceAccount") as readonly Account[])
      expect(automountServiceAccountToken, metadata.name).toBe(false);
  });

  test("two workloads never share a ServiceAccount (SEC-05)", () => {
    const accounts = pods.map(({ namespace, spec }) => placeOf(spec.serviceAccountName ?? "", namespace));
    const shared = accounts.filter((account, index) => accounts.indexOf(account) !== index);
    // Both directions of one switch.
    expect([...new Set(shared)].filter((account) => !account.endsWith("/off-hours"))).toEqual([]);
  });
});
