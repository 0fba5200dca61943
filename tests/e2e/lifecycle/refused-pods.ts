import { expect, test } from "vitest";
import { refusal } from "./support/kubernetes.ts";
import type { Suite } from "./support/suite.ts";

/** What a namespace of ours does not let in, whoever sends it. */
export function testRefusedPods(namespace: string, open: () => Suite): void {
  test("the namespace refuses a pod that runs as root, and one beyond its quota", async () => {
    const suite = open();
    const pod = (name: string, container: object) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace },
      spec: {
        containers: [
          { name: "main", image: suite.images.ofSystem("atlas-ux", "backend", "v1"), ...container },
        ],
      },
    });
    const byHand = (name: string, container: object): Promise<string> =>
      refusal(suite.clients.core.createNamespacedPod({ namespace, body: pod(name, container) }));
    expect(await byHand("root", {})).toMatch(/violates PodSecurity .*restricted/);
    const hardened = {
      securityContext: {
        allowPrivilegeEscalation: false,
        runAsNonRoot: true,
        runAsUser: 1000,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      },
    };
    const huge = { requests: { cpu: "64", memory: "64Gi" }, limits: { cpu: "64", memory: "64Gi" } };
    expect(await byHand("huge", { ...hardened, resources: huge })).toMatch(/exceeded quota/);
  });
}
