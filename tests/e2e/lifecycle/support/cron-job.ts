import { BatchV1Api } from "@kubernetes/client-node";
import { eventually } from "./eventually.ts";
import type { KubernetesClients } from "./kubernetes.ts";

/** Starts the job of a CronJob at once, waits until it is done, takes it away, and answers what it logged. */
export async function runCronJob(
  { config, core }: KubernetesClients,
  namespace: string,
  cronJob: string,
): Promise<string> {
  const batch = config.makeApiClient(BatchV1Api);
  const { jobTemplate } = (await batch.readNamespacedCronJob({ namespace, name: cronJob })).spec;
  const name = `${cronJob}-now`;
  const body = {
    metadata: { name, labels: jobTemplate.metadata?.labels ?? {} },
    ...(jobTemplate.spec && { spec: jobTemplate.spec }),
  };
  await batch.createNamespacedJob({ namespace, body });
  try {
    await eventually(
      `${name} is done`,
      async () => {
        const { status } = await batch.readNamespacedJob({ namespace, name });
        if ((status?.failed ?? 0) > 0) throw new Error(await logOf());
        return status?.succeeded === 1 ? true : undefined;
      },
      { within: 300_000 },
    );
    return await logOf();
  } finally {
    await batch.deleteNamespacedJob({ namespace, name, propagationPolicy: "Background" });
  }

  async function logOf(): Promise<string> {
    const { items } = await core.listNamespacedPod({
      namespace,
      labelSelector: `batch.kubernetes.io/job-name=${name}`,
    });
    const [pod] = items;
    const container = pod?.spec?.containers[0]?.name;
    return core.readNamespacedPodLog({
      namespace,
      name: pod?.metadata?.name ?? "",
      ...(container !== undefined && { container }),
    });
  }
}
