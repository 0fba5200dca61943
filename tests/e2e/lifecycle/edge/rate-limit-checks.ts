import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { RateLimit } from "../../../../model/rate-limit.ts";
import type { Reply } from "../support/ask.ts";
import { type Row, statusOf } from "./check.ts";
import type { EdgeClient, EdgeQuestion } from "./edge-client.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

const AT_ONCE = 8;
const LONGEST_SILENCE_S = 30;
const STRANGER = "198.51.100.7";

/**
 * A client may make so many requests of a path and not one more, whichever replica of the gateway each comes to, and
 * by whichever hostname (NET-09, CF-13). Other clients are not held back.
 * @param run By `number` one run's clients are told from another's, whose counts outlive it.
 */
export async function expectRateLimits(
  client: EdgeClient,
  endpoint: PublicEndpoint,
  { endpoints, number }: { readonly endpoints: readonly PublicEndpoint[]; readonly number: number },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const alsoAt = endpoints.filter(
    ({ system, service }) =>
      system === endpoint.system && Object.values(service.public.routes).includes(endpoint.name),
  );
  for (const [index, [name, { path, requests, per }]] of Object.entries(
    endpoint.service.public.rateLimits,
  ).entries()) {
    const address = `203.0.113.${(number + index) % 250}`;
    const question: EdgeQuestion = { endpoint, path, method: "POST", client: address };
    const spread = Array.from({ length: requests }, (_, turn) => ({
      ...question,
      replica: turn % client.replicas,
    }));
    const started = performance.now();
    const allowed = await client.ask(spread, { atOnce: AT_ONCE });
    const each = Array.from({ length: client.replicas }, (_, replica) => ({ ...question, replica }));
    const elsewhere = alsoAt.map((other) => ({ ...question, endpoint: other }));
    const further = await client.ask([...each, { ...question, path: `${path}/below` }, ...elsewhere]);
    const [stranger] = await client.ask([{ ...question, client: STRANGER }]);
    const regained = regainedSince(started, { requests, per });
    const limit = `${requests} in ${per.wholeSeconds / 60} min at ${path} (${name})`;
    rows.push(
      { host: endpoint.host, asked: `${limit}, of both replicas`, seen: statuses(allowed) },
      {
        host: endpoint.host,
        asked: ["the next, of each replica, and below", ...alsoAt.map(({ host }) => `by ${host}`)].join(", "),
        seen: statuses(further),
      },
      { host: endpoint.host, asked: "another client", seen: stranger ? statusOf(stranger) : "" },
    );
    expect(statuses(allowed), limit).toBe(`${requests} × 200`);
    const refused = further.filter(({ status }) => status === 429);
    expect(refused.length, `${limit}: ${statuses(further)}`).toBeGreaterThanOrEqual(
      Math.max(further.length - regained, 1),
    );
    expect(refused.map(({ headers }) => Number(headers["Retry-After"]?.[0]) > 0)).not.toContain(false);
    expect(stranger?.status).toBe(200);
    rows.push(...(await afterSilence(client, question, { requests, per })));
  }
  return rows;
}

/**
 * Traefik forgets a client that was silent for as long as one request takes to come back (docs/decisions/0010). A
 * version that remembers will fail here, and may be believed then.
 */
async function afterSilence(
  client: EdgeClient,
  question: EdgeQuestion,
  { requests, per }: Pick<RateLimit, "requests" | "per">,
): Promise<readonly Row[]> {
  const silence = Math.ceil(per.wholeSeconds / requests) + 2;
  if (silence > LONGEST_SILENCE_S) return [];
  await sleep(silence * 1000);
  const replies = await client.ask(
    Array.from({ length: requests }, () => question),
    { atOnce: AT_ONCE },
  );
  expect(statuses(replies)).toBe(`${requests} × 200`);
  const asked = `the same client after ${silence} s of silence`;
  return [{ host: question.endpoint.host, asked, seen: statuses(replies) }];
}

/** Whoever goes around the CDN can't make himself many by naming himself otherwise each time. */
export async function expectNoForgedClients(
  client: EdgeClient,
  endpoint: PublicEndpoint,
): Promise<readonly Row[]> {
  const [limit] = Object.values(endpoint.service.public.rateLimits);
  if (limit === undefined || endpoint.service.public.proxies === 0) return [];
  const asked = Array.from({ length: limit.requests + AT_ONCE }, (_, turn) => ({
    endpoint,
    path: limit.path,
    client: "127.0.2.99",
    direct: true,
    headers: { "X-Forwarded-For": `192.0.2.${turn}` },
  }));
  const started = performance.now();
  const replies = await client.ask(asked, { atOnce: AT_ONCE });
  const refused = replies.filter(({ status }) => status === 429).length;
  expect(refused, statuses(replies)).toBeGreaterThanOrEqual(
    Math.max(AT_ONCE - regainedSince(started, limit), 1),
  );
  return [
    {
      host: endpoint.host,
      asked: `${asked.length} past the CDN, each under another name`,
      seen: statuses(replies),
    },
  ];
}

/** A client regains a request each `per / requests`, also while it is still asking. */
const regainedSince = (started: number, { requests, per }: Pick<RateLimit, "requests" | "per">): number =>
  Math.floor((performance.now() - started) / (per.milliseconds / requests));

/** `50 × 200, 2 × 429` */
export function statuses(replies: readonly Reply[]): string {
  const counts = new Map<string, number>();
  for (const reply of replies) counts.set(statusOf(reply), (counts.get(statusOf(reply)) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} × ${status}`).join(", ");
}
