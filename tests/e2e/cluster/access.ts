import { join } from "node:path";
import { CoreV1Api } from "@kubernetes/client-node";
import { describe, expect, test } from "vitest";
import { applyObjects, configurationOf } from "../../../toolchain/cluster/apply.ts";
import { writeKubeconfig } from "../../../toolchain/cluster/kubeconfig.ts";
import { issueCertificate } from "../../../toolchain/cluster/pki.ts";
import type { ClusterOnTrial } from "./on-trial.ts";
import { until } from "./owner.ts";
import { refusalOf } from "./tried-objects.ts";

/** That nobody may do more than was granted, and that its certificates are its own. */
export function describeAccess(trial: () => ClusterOnTrial): void {
  describe("access", () => {
    test("is refused to a service account that nothing was granted to", async ({ skip }) => {
      const { kubeconfig } = trial().started(skip);
      const administrator = configurationOf(kubeconfig);
      const core = administrator.makeApiClient(CoreV1Api);
      const account = { name: "default", namespace: "default" };
      await until(
        async () => (await core.readNamespacedServiceAccount(account)).metadata?.name === "default",
      );
      const { status } = await core.createNamespacedServiceAccountToken({
        ...account,
        body: { spec: { audiences: [] } },
      });
      const own = configurationOf(kubeconfig);
      own.users = [{ name: "slipway-test-admin", token: status?.token ?? "" }];
      expect(
        await refusalOf(own.makeApiClient(CoreV1Api).listNamespacedSecret({ namespace: "default" })),
      ).toContain('User "system:serviceaccount:default:default" cannot list resource "secrets"');
    });

    test("is refused to a node that touches another node", async ({ skip }) => {
      const { folder, apiServer } = trial().started(skip);
      const pki = join(folder, "pki");
      const certificateAuthority = join(pki, "ca.crt");
      const user = "system:node:simulated-b";
      const certificate = await issueCertificate(
        { folder: pki, certificate: certificateAuthority, key: join(pki, "ca.key") },
        { name: "tried-node", commonName: user, organizations: ["system:nodes"] },
      );
      const kubeconfig = join(folder, "tried-node.kubeconfig");
      writeKubeconfig(kubeconfig, { apiServer, certificateAuthority, user, certificate });
      const labelled = (name: string) => ({
        apiVersion: "v1",
        kind: "Node",
        metadata: { name, labels: { "example.com/tried": "true" } },
      });
      await expect(applyObjects(kubeconfig, [labelled("simulated-b")])).resolves.toBeUndefined();
      expect(await refusalOf(applyObjects(kubeconfig, [labelled("simulated-c")]))).toContain(
        'node "simulated-b" is not allowed to modify node "simulated-c"',
      );
    });

    test("takes the cluster's own authority", async ({ skip }) => {
      const { apiServer } = trial().started(skip);
      await expect(fetch(`${apiServer}/readyz`)).rejects.toThrow();
    });
  });
}
