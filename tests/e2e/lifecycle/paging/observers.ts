import { clusterRouting } from "../../../../components/observability/alert-routing/alertmanager-file.ts";
import { parseEnvironment } from "../../../../config/parse-environment.ts";
import { systems } from "../../../../systems/all.ts";
import { readInstance } from "../../../../toolchain/cluster/instance.ts";
import { type RunningAlerting, startAlerting } from "../../controllers/alerting/alerting.ts";
import { startWebhook, type Webhook } from "../../controllers/alerting/webhook.ts";
import type { StackInSuite } from "../support/suite.ts";

/** Those who watch a cluster's stacks, and where they tell of what they see. */
export interface Observers {
  readonly alerting: RunningAlerting;
  readonly webhook: Webhook;
  stop(): Promise<void>;
}

/** Starts them for a stack that names whom to tell of alerts: from then on they see what comes and goes. */
export async function startObservers({ suite: { cluster }, stack }: StackInSuite): Promise<Observers> {
  const { receivers } = parseEnvironment(systems, stack.stack, stack.configured);
  if (!receivers) throw new Error(`${stack.stack} names nobody to tell of alerts.`);
  const instance = readInstance(cluster.name);
  if (instance === undefined) throw new Error(`The cluster ${cluster.name} has left no record of itself.`);
  const webhook = await startWebhook(instance.addresses.host);
  const say = (line: string): void => {
    console.log(`    ${line}`);
  };
  try {
    const alerting = await startAlerting(
      cluster,
      { webhook: webhook.url, clusterWide: clusterRouting(receivers) },
      say,
    );
    return {
      alerting,
      webhook,
      stop: async () => {
        await alerting.stop();
        webhook.stop();
      },
    };
  } catch (error) {
    webhook.stop();
    throw error;
  }
}
