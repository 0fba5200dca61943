// Runs in a pod, on its own, by Node's type stripping: it imports nothing but types.
import { readFileSync } from "node:fs";
import type { ScaleTarget } from "./scale-targets.ts";
import type { SwitchOrder } from "./switch-order.ts";

const order = JSON.parse(process.argv[2] ?? "") as SwitchOrder;
const authorization = `Bearer ${readFileSync(order.token, "utf8").trim()}`;

/** An API server that doesn't answer fails this attempt; the job tries again. */
const patience = 10_000;

async function ask(target: ScaleTarget, request: RequestInit = {}): Promise<number> {
  const { resource, name } = target;
  const address = `${order.apiServer}/apis/apps/v1/namespaces/${order.namespace}/${resource}/${name}/scale`;
  const answer = await fetch(address, {
    ...request,
    headers: { authorization, "content-type": "application/merge-patch+json" },
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  const { spec } = (await answer.json()) as { spec: { replicas?: number } };
  return spec.replicas ?? 0;
}

/** What is on already keeps its number: somebody works late, or an autoscaler is ahead. */
async function turn(target: ScaleTarget): Promise<string> {
  const wanted = order.direction === "up" ? target.replicas : 0;
  const found = await ask(target);
  if (found > 0 === wanted > 0) return `stays at ${found}`;
  await ask(target, { method: "PATCH", body: JSON.stringify({ spec: { replicas: wanted } }) });
  return `${found} → ${wanted}`;
}

const targets = order.direction === "up" ? order.targets : order.targets.toReversed();
for (const target of targets) {
  const { resource, name } = target;
  try {
    process.stdout.write(`${resource}/${name}: ${await turn(target)}\n`);
  } catch (error) {
    // One that can't be switched must not keep the others on.
    process.exitCode = 1;
    const { message, cause } = error as Error;
    process.stdout.write(
      `${resource}/${name}: ${message}${cause instanceof Error ? `: ${cause.message}` : ""}\n`,
    );
  }
}
