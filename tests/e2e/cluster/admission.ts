import { CoreV1Api } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import { applyObjects, configurationOf } from "../../../toolchain/cluster/apply.ts";
import type { ClusterOnTrial } from "./on-trial.ts";
import { until } from "./owner.ts";
import { namespace, pod, refusalOf } from "./tried-objects.ts";

/** That what Kubernetes checks on the way in is switched on. */
export function describeAdmission(trial: () => ClusterOnTrial): void {
  describe("admission", () => {
    test("refuses a privileged pod in a restricted namespace, by name of the rule", async ({ skip }) => {
      const { kubeconfig } = trial().started(skip);
      const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
      await applyObjects(kubeconfig, [namespace("restricted", labels)]);
      expect(await refusalOf(applyObjects(kubeconfig, [pod("offends", "restricted")]))).toMatch(
        /violates PodSecurity "restricted:latest".*runAsNonRoot/,
      );
    });

    test("counts against the quota, and refuses what goes over it", async ({ skip }) => {
      const { kubeconfig } = trial().started(skip);
      const quota = {
        apiVersion: "v1",
        kind: "ResourceQuota",
        metadata: { name: "one", namespace: "counted" },
        spec: { hard: { configmaps: "1" } },
        status: undefined,
      };
      const map = (name: string) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name, namespace: "counted" },
      });
      await applyObjects(kubeconfig, [namespace("counted"), quota]);
      const core = configurationOf(kubeconfig).makeApiClient(CoreV1Api);
      // The controllers put a map with the authority's certificate into every namespace; that is the one.
      await until(async () => {
        const { status } = await core.readNamespacedResourceQuota({ name: "one", namespace: "counted" });
        return status?.used?.["configmaps"] === "1";
      });
      expect(await refusalOf(applyObjects(kubeconfig, [map("second")]))).toContain("exceeded quota: one");
    });

    test("gives the limit range's defaults", async ({ skip }) => {
      const { kubeconfig } = trial().started(skip);
      const range = {
        apiVersion: "v1",
        kind: "LimitRange",
        metadata: { name: "defaults", namespace: "limited" },
        spec: { limits: [{ type: "Container", default: { memory: "64Mi" } }] },
      };
      await applyObjects(kubeconfig, [namespace("limited"), range]);
      const core = configurationOf(kubeconfig).makeApiClient(CoreV1Api);
      let memory: string | undefined;
      // The API server takes a range up a moment after it is written.
      await until(async () => {
        const body = pod("bare", "limited");
        const { spec } = await core.createNamespacedPod({ namespace: "limited", body, dryRun: "All" });
        memory = spec?.containers[0]?.resources?.limits?.["memory"];
        return memory !== undefined;
      });
      expect(memory).toBe("64Mi");
    });

    test("judges by a ValidatingAdmissionPolicy", async ({ skip }) => {
      const { kubeconfig } = trial().started(skip);
      const policy = {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicy",
        metadata: { name: "no-secret-left" },
        spec: {
          matchConstraints: {
            resourceRules: [
              { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] },
            ],
          },
          validations: [{ expression: "object.metadata.name != 'forbidden'", message: "not by that name" }],
        },
      };
      const binding = {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata: { name: "no-secret-left" },
        spec: { policyName: "no-secret-left", validationActions: ["Deny"] },
      };
      await applyObjects(kubeconfig, [policy, binding]);
      const core = configurationOf(kubeconfig).makeApiClient(CoreV1Api);
      const metadata = { name: "forbidden", namespace: "default" };
      let refusal = "";
      // The API server takes a policy up a moment after it is written.
      await until(async () => {
        try {
          await core.createNamespacedConfigMap({ namespace: "default", body: { metadata } });
          await core.deleteNamespacedConfigMap(metadata);
        } catch (error) {
          refusal = String(error);
        }
        return refusal !== "";
      });
      expect(refusal).toContain("not by that name");
    });
  });
}
