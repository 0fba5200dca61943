import { beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import type { StackInSuite } from "../support/suite.ts";
import { crossOriginChecks, headerChecks, hiddenPathChecks, routedHeaderChecks } from "./answer-checks.ts";
import { expectChallengeAnswered } from "./challenge.ts";
import { expectAll, type Row, statusOf, tableOf } from "./check.ts";
import { connectionChecks, unknownHostChecks } from "./connection-checks.ts";
import { EdgeClient } from "./edge-client.ts";
import { expectCounted } from "./gateway-counts.ts";
import { bodyChecks, routedPathChecks, webhookChecks } from "./path-checks.ts";
import { type PublicEndpoint, publicEndpoints } from "./public-endpoints.ts";
import { expectNoForgedClients, expectRateLimits } from "./rate-limit-checks.ts";
import { longestWait, timeLimitChecks } from "./time-limit-checks.ts";

/**
 * Each hostname of a stack is asked for what it must serve, change, limit and hide, through a real Traefik. The stack is
 * up, and nothing of it is changed.
 */
export function testEdge(of: () => StackInSuite): void {
  let client: EdgeClient;
  let endpoints: readonly PublicEndpoint[];
  beforeAll(() => {
    const { suite, stack } = of();
    client = new EdgeClient(suite);
    endpoints = publicEndpoints(stack);
  });

  test("hostnames: TLS with a certificate of each one's own, and HTTP only leads there", async ({
    annotate,
  }) => {
    await untilServed(client, endpoints);
    const [first] = endpoints.filter(({ service }) => service.kind === "http-service");
    if (first === undefined) throw new Error("the stack has no hostname of a program's");
    const checks = [...endpoints.flatMap(connectionChecks), ...unknownHostChecks(first)];
    const rows = await expectAll(client, checks);
    await annotate(tableOf([...rows, ...(await expectChallengeAnswered(of().suite, client, first))]));
  });

  test("answers: security headers once, CORS left alone, hidden paths not there", async ({ annotate }) => {
    const { stack } = of().stack;
    const checks = endpoints.flatMap((endpoint) => [
      ...headerChecks(stack, endpoint),
      ...routedHeaderChecks(stack, endpoint),
      ...crossOriginChecks(endpoint),
      ...hiddenPathChecks(endpoint),
    ]);
    await annotate(tableOf(await expectAll(client, checks)));
    await annotate(await expectCounted(of().suite, endpoints));
  });

  test("paths: routed ones lead to their service, webhooks pass untouched, bodies have their limit", async ({
    annotate,
  }) => {
    const checks = endpoints.flatMap((endpoint) => [
      ...routedPathChecks(endpoint, endpoints),
      ...webhookChecks(endpoint),
      ...bodyChecks(endpoint),
    ]);
    await annotate(tableOf(await expectAll(client, checks)));
  });

  test("rate limits: one count for all replicas of the gateway", async ({ annotate }) => {
    const rows: Row[] = [];
    for (const endpoint of endpoints) {
      rows.push(...(await expectRateLimits(client, endpoint, { endpoints, number: Date.now() })));
      rows.push(...(await expectNoForgedClients(client, endpoint)));
    }
    await annotate(tableOf(rows));
  });
}

/**
 * Each program behind a hostname may take as long as it declares, and is given up later. That takes as long as the
 * longest of them.
 * @param meanwhile Declares the tests that run while the slow requests are open.
 */
export function testTimeLimits(of: () => StackInSuite, meanwhile: () => void): void {
  let slow: Promise<readonly Row[]>;

  test("slow requests are begun at every hostname", async () => {
    const { suite, stack } = of();
    const client = new EdgeClient(suite);
    const endpoints = publicEndpoints(stack);
    await untilServed(client, endpoints);
    slow = expectAll(client, endpoints.flatMap(timeLimitChecks), {
      atOnce: 2 * endpoints.length,
      within: longestWait(endpoints) + 10,
    });
    // It is waited for further down.
    slow.catch(() => undefined);
  });

  meanwhile();

  test("time limits: the longest declared request passes, and a longer one is given up", async ({
    annotate,
  }) => {
    await annotate(tableOf(await slow));
  });
}

/** The gateway hears of routes and certificates a moment after the stack is up. */
async function untilServed(client: EdgeClient, endpoints: readonly PublicEndpoint[]): Promise<void> {
  const asked = endpoints.flatMap((endpoint) =>
    Array.from({ length: client.replicas }, (_, replica) => ({
      endpoint,
      path: endpoint.service.health.live,
      replica,
    })),
  );
  await eventually("every hostname answers", async () => {
    const replies = await client.ask(asked, { atOnce: 8 });
    expect(replies.map(statusOf)).toEqual(asked.map(() => "200"));
    return true;
  });
}
