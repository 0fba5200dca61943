import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { scrapeInterval } from "../../../../components/observability/prometheus.ts";
import { runbookPage } from "../../../../components/observability/runbook.ts";
import {
  countingInterval,
  requestsRecorded,
} from "../../../../components/observability/service-levels/service-level-records.ts";
import { priorityTerms } from "../../../../model/incident-priority.ts";
import { paths } from "../../../../toolchain/paths.ts";
import type { Arrival } from "../../controllers/alerting/webhook.ts";
import { ask } from "../support/ask.ts";
import { eventually } from "../support/eventually.ts";
import { serviceAddress } from "../support/kubernetes.ts";
import { type RunningLoad, startLastingLoad } from "../support/load.ts";
import { alertsOf, valuesOf } from "./ask-observers.ts";
import { commandFault } from "./command-fault.ts";
import { type Observed, testTaken } from "./taken.ts";

/** What misbehaves. Nobody has asked it for anything before: its failures are all that is known of it. */
const failing = { system: "odd-scenes", name: "backend", slo: "odd-scenes-backend-availability" } as const;
const [page, ticket] = ["ErrorBudgetBurnsFast", "ErrorBudgetBurnsSlowly"] as const;

/** Requests a second: few while it fails, so that those of a working service soon outweigh them. */
const rates = { failing: 1, mended: 80 } as const;
const priority = "P1";
/** A machine that is busy with two stacks is late everywhere. */
const LATE_SECONDS = 30;

/** What goes on while nothing is to be seen yet, as declarations of tests. */
interface Meanwhile {
  /** While the service fails, which none of its pods' probes tells of. */
  readonly failing: () => void;
  /** While it works again. */
  readonly mended: () => void;
}

/**
 * The whole way from a fault to who is woken, on a stack of production that is up: real pods are found and scraped by the stack's own
 * monitors, a real Prometheus evaluates its rules as they are, in real time, and a real Alertmanager goes by its routes.
 */
export function testPaging(of: () => Observed, meanwhile: Meanwhile): void {
  let load: RunningLoad | undefined;
  let failedAt: number;
  let mendedAt: number;
  afterAll(() => load?.kill());

  const namespaceOf = (stack: string): string => `${failing.system}-${stack}`;
  const arrivalsOf = (alertname: string): readonly Arrival[] =>
    of()
      .observers.webhook.arrivals()
      .filter(({ alert: { labels } }) => labels["alertname"] === alertname && labels["slo"] === failing.slo);
  /** What whoever is woken is told; others are told of the same pages later. */
  const pages = (): readonly Arrival[] =>
    arrivalsOf(page).filter(({ receiver }) => receiver.endsWith("/page"));

  test("a service begins to fail, and its probes don't tell", async () => {
    const { suite, stack, observers } = of();
    const address = `${await serviceAddress(suite.clients, namespaceOf(stack.stack), failing.name)}/v1/things`;
    await eventually("its requests are counted", async () => {
      const counts = requestsRecorded({ id: failing.slo, namespace: namespaceOf(stack.stack) });
      expect(await valuesOf(observers.alerting, counts)).toHaveLength(1);
      return true;
    });
    load?.kill();
    await commandFault(of(), failing, {});
    expect((await ask(suite, [{ url: address }])).map(({ status }) => status)).toEqual([200]);
    await commandFault(of(), failing, { errors: 1 });
    failedAt = Date.now();
    load = startLastingLoad(suite, { url: address, rate: rates.failing, clients: 2 });
    expect((await ask(suite, [{ url: address }])).map(({ status }) => status)).toEqual([500]);
  });

  testTaken(of);

  meanwhile.failing();

  test("the page arrives with its runbook, its severity and the numbers, and hides the ticket", async ({
    annotate,
  }) => {
    const { stack, observers } = of();
    const namespace = namespaceOf(stack.stack);
    const arrived = await eventually("the page arrives", () =>
      pages().find(({ alert }) => alert.status === "firing"),
    );
    const { receiver, alert } = arrived;
    expect(alert.labels).toMatchObject({
      ...{ severity: "page", priority, system: failing.system, part: failing.name },
      ...{ environment: stack.stack, namespace, owner: expect.any(String) as string },
    });
    const [runbook, board] = ["runbook_url", "dashboard_url"].map(
      (link) => new URL(alert.annotations[link] ?? ""),
    );
    for (const link of [runbook, board]) expect(link?.protocol).toBe("https:");
    expect(basename(runbook?.pathname ?? "")).toBe(basename(runbookPage(page)));
    expect(existsSync(join(paths.root, runbookPage(page)))).toBe(true);
    expect(board?.pathname).toContain(`/d/${failing.system}-${stack.stack}-`);
    expect(alert.annotations["summary"]).toMatch(/^backend: \d+(\.\d+)?% of requests were bad over \d+h$/);
    expect(alert.annotations["description"]).toContain("99.9%");
    const after = (arrived.at - failedAt) / 1000;
    const fired = (Date.parse(alert.startsAt) - failedAt) / 1000;
    const { groupWait } = priorityTerms[priority];
    const latest = [scrapeInterval, countingInterval, groupWait].reduce(
      (sum, { wholeSeconds }) => sum + wholeSeconds,
      0,
    );
    expect(after).toBeLessThan(latest + LATE_SECONDS);
    await annotate(
      `from fault to page: ${after.toFixed(0)} s (fired after ${fired.toFixed(0)} s; computed: ${latest} s at the latest, ` +
        `${scrapeInterval} until it is scraped, ${countingInterval} until it is counted, ${groupWait} gathered)`,
    );
    await annotate(
      `${receiver}: ${alert.annotations["summary"] ?? ""}; ${alert.annotations["runbook_url"] ?? ""}`,
    );
    expect(
      observers.webhook
        .arrivals()
        .some(
          ({ receiver: watcher }) => watcher.startsWith(`${namespace}/`) && watcher.endsWith("/sign-of-life"),
        ),
    ).toBe(true);
    const tickets = await eventually(
      "the ticket fires, and the page hides it",
      async () => {
        const held = await alertsOf(observers.alerting, { alertname: ticket, slo: failing.slo });
        const pages = await alertsOf(observers.alerting, { alertname: page, slo: failing.slo });
        expect(held.length).toBeGreaterThan(0);
        for (const { status } of held) {
          expect(status.state).toBe("suppressed");
          expect(pages.map(({ fingerprint }) => fingerprint)).toEqual(
            expect.arrayContaining([...status.inhibitedBy]),
          );
          expect(status.inhibitedBy.length).toBeGreaterThan(0);
        }
        return held;
      },
      { within: 300_000 },
    );
    expect(arrivalsOf(ticket)).toEqual([]);
    const opened = tickets.map(({ labels, startsAt }) => {
      const seconds = (Date.parse(startsAt) - failedAt) / 1000;
      return `over ${labels["long"] ?? ""} after ${seconds.toFixed(0)} s`;
    });
    await annotate(`tickets fire ${opened.join(" and ")}, hidden by the page`);
  });

  test("the service works again", async () => {
    const { suite, stack } = of();
    await load?.stop();
    await commandFault(of(), failing, {});
    mendedAt = Date.now();
    const address = `${await serviceAddress(suite.clients, namespaceOf(stack.stack), failing.name)}/v1/things`;
    load = startLastingLoad(suite, { url: address, rate: rates.mended });
  });

  meanwhile.mended();

  test("the end of every page arrives, and no ticket before it", async ({ annotate }) => {
    const last = await eventually(
      "the end of every page arrives",
      () => {
        const toldLast = new Map(pages().map((arrival) => [arrival.alert.labels["long"], arrival]));
        for (const { alert } of toldLast.values()) expect(alert.status).toBe("resolved");
        return toldLast;
      },
      { within: 420_000 },
    );
    const summary = await load?.stop();
    expect(summary?.failures).toEqual({});
    // What the service still owes of its budget is a ticket once nobody is awake for it any more.
    const pagesEnded = Math.max(...[...last.values()].map(({ alert }) => Date.parse(alert.endsAt)));
    const tickets = arrivalsOf(ticket);
    for (const { at } of tickets) expect(at).toBeGreaterThanOrEqual(pagesEnded);
    const ends = [...last].map(
      ([long, { at }]) => `${long ?? ""} after ${((at - mendedAt) / 1000).toFixed(0)} s`,
    );
    await annotate(
      `from the repair to the end of the pages over ${ends.join(" and ")}, by ${summary?.requests ?? 0} good requests; ` +
        `tickets that arrived after it: ${tickets.length}`,
    );
  });
}
