import { parse } from "yaml";

interface Receiver {
  readonly name: string;
  readonly [integration: string]: unknown;
}

/**
 * The configuration that the Prometheus Operator has written for an Alertmanager, with every receiver at one webhook of the suite's. Routes,
 * grouping, times, matchers and inhibition stay as they are; a receiver that tells nobody goes on doing so.
 * @param generated `alertmanager.yaml`
 * @param webhookOf The URL at which a receiver, by its name, is listened to.
 * @returns JSON, which YAML is a superset of.
 */
export function toWebhooks(generated: string, webhookOf: (receiver: string) => string): string {
  const inner = parse(generated) as {
    readonly receivers?: readonly Receiver[];
    readonly [setting: string]: unknown;
  };
  return JSON.stringify({
    ...inner,
    receivers: (inner.receivers ?? []).map(({ name, ...integrations }) =>
      Object.keys(integrations).length === 0
        ? { name }
        : { name, webhook_configs: [{ url: webhookOf(name), send_resolved: sendsResolved(integrations) }] },
    ),
  });
}

/** The kinds that are told of ends unless they say otherwise; all others are where they say so. */
const toldOfEnds = ["pagerduty_configs", "opsgenie_configs", "webhook_configs"];

const sendsResolved = (integrations: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(integrations).some(([kind, each]) =>
    [each]
      .flat()
      .some((one) => (one as { send_resolved?: boolean }).send_resolved ?? toldOfEnds.includes(kind)),
  );
