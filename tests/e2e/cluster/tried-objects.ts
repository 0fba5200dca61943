import { ApiException, type V1Pod } from "@kubernetes/client-node";

export const namespace = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

export const pod = (name: string, where: string, spec: Partial<V1Pod["spec"]> = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: where },
  spec: {
    containers: [{ name: "main", image: "registry.slipway.test:5000/none", command: ["none"] }],
    ...spec,
  },
});

/** The API server's message, when it refuses. */
export async function refusalOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    return (JSON.parse(String(error.body)) as { readonly message: string }).message;
  }
  throw new Error("The API server did not refuse it.");
}
