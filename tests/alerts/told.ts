import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What somebody was told, as it was posted. */
export interface Told {
  /** The path that it came to, without its slash. */
  readonly who: string;
  readonly body: string;
  /** When, in milliseconds since the listener began. */
  readonly at: number;
}

/** Takes everything that is posted to it. */
export interface Listener {
  readonly url: string;
  readonly told: readonly Told[];
  /** Waits for one that fits. @throws Error with what came instead. */
  readonly hears: (fits: (told: Told) => boolean, withinMs: number) => Promise<Told>;
  readonly stop: () => Promise<void>;
}

/** Listens on this machine's loopback for what Alertmanager sends to people. */
export async function startListener(): Promise<Listener> {
  const told: Told[] = [];
  const began = performance.now();
  const server = createServer((request, answer) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      told.push({
        who: decodeURIComponent((request.url ?? "").slice(1)),
        body,
        at: performance.now() - began,
      });
      // PagerDuty answers so; nobody else minds.
      answer.writeHead(202, { "content-type": "application/json" }).end('{"status":"success"}');
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    told,
    hears: async (fits, withinMs) => {
      const end = performance.now() + withinMs;
      while (performance.now() < end) {
        const found = told.find(fits);
        if (found) return found;
        await sleep(20);
      }
      throw new Error(`Nobody was told within ${withinMs} ms. Others were: ${JSON.stringify(told)}`);
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
