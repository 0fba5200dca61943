import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** An alert as Alertmanager tells a webhook of it. */
export interface NotifiedAlert {
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** An alert that arrived. */
export interface Arrival {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The receiver that it was for, by its name in Alertmanager's configuration. */
  readonly receiver: string;
  readonly alert: NotifiedAlert;
}

/** What listens in place of pagers, chats and mailboxes. */
export interface Webhook {
  readonly url: string;
  /** Each alert of each notification, in the order in which they came. */
  arrivals(): readonly Arrival[];
  stop(): void;
}

/** Starts it. @param address One of this machine's, which Alertmanager reaches. */
export async function startWebhook(address: string): Promise<Webhook> {
  const arrived: Arrival[] = [];
  const server = createServer((request, response) => {
    const at = Date.now();
    text(request).then(
      (body) => {
        const { receiver, alerts } = JSON.parse(body) as {
          receiver: string;
          alerts: readonly NotifiedAlert[];
        };
        arrived.push(...alerts.map((alert) => ({ at, receiver, alert })));
        response.end();
      },
      () => response.destroy(),
    );
  });
  server.listen(0, address);
  await once(server, "listening");
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}`,
    arrivals: () => [...arrived],
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
