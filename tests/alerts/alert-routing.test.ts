import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { alertRouting } from "../../components/observability/alert-routing/alert-routing.ts";
import { alertmanagerConfigSpec } from "../../components/observability/alert-routing/alertmanager-config-spec.ts";
import { clusterRouting } from "../../components/observability/alert-routing/alertmanager-file.ts";
import { consequences } from "../../components/observability/alert-routing/inhibitions.ts";
import { testAlertCommand } from "../../tools/alertmanager/test-alert-command.ts";
import { capturedStack } from "../support/captured-stack.ts";
import {
  checkConfiguration,
  hasAlertmanager,
  type KnownAlert,
  type RunningAlertmanager,
  routesByAmtool,
  type SentAlert,
  startAlertmanager,
} from "./alertmanager.ts";
import { hurried, withLocalReceivers } from "./local-receivers.ts";
import { alertsOf, byOperator, expectedOf, plain, receiversOf, stacks } from "./routed-alerts.ts";
import { type Listener, startListener, type Told } from "./told.ts";

// Whom each alert reaches, by Alertmanager itself.

test.each(stacks)("the operator makes of %s's objects what stands in the plain configuration", (stack) => {
  const { route, ...rest } = byOperator(stack);
  const { route: plainRoute, ...plainRest } = plain(stack);
  const goesOn = plainRoute.routes?.map((each) =>
    each.receiver.includes("/alerts/") ? { ...each, continue: true } : each,
  );
  expect(rest).toEqual(plainRest);
  expect(route).toEqual({ ...plainRoute, routes: goesOn });
});

test("each alert of production says its priority, and asks for what that one stands for (CF-05)", async () => {
  const asked = { P0: "page", P1: "page", P2: "ticket", P3: "ticket" } as const;
  const alerts = (await alertsOf("production")).filter(({ severity }) => severity !== "log");
  expect(alerts.length).toBeGreaterThan(100);
  for (const { alertname, severity, priority } of alerts)
    expect(severity, alertname).toBe(asked[priority as keyof typeof asked]);
  expect([...new Set(alerts.map(({ priority }) => priority))].sort()).toEqual(["P0", "P1", "P2", "P3"]);
});

test("every alert that hides or is hidden is one that there is, or may be", async () => {
  const names = new Set((await alertsOf("production")).map(({ alertname }) => alertname));
  // No stack's Redis has replicas, and one may.
  names.add("RedisReplicaMissing");
  const named = consequences.flatMap(({ of, hides }) => [of, ...hides]);
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});

test("the operator's object is in each namespace, with its sign of life", async () => {
  const objects = await capturedStack("production");
  const routes = objects.filter(({ inputs }) => inputs["kind"] === "AlertmanagerConfig");
  const [first] = routes.map(({ inputs }) => inputs["spec"]);
  const receivers = receiversOf("production");
  expect(routes).toHaveLength(3);
  expect(first).toEqual(alertmanagerConfigSpec(alertRouting("production", "atlas-ux", receivers), receivers));
});

describe.skipIf(!hasAlertmanager())("Alertmanager", () => {
  /** Nobody listens there. */
  const nowhere = "http://127.0.0.1:9";

  const routed = async (alerts: readonly SentAlert["labels"][], configuration: object) => {
    const alertmanager = await startAlertmanager(configuration);
    try {
      await alertmanager.send(alerts.map((labels) => ({ labels })));
      return await alertmanager.alerts();
    } finally {
      await alertmanager.stop();
    }
  };

  const told = ({ receivers }: KnownAlert): readonly string[] => receivers.map(({ name }) => name).sort();

  test.each(stacks)(
    "reads the configuration of %s in either form, and what is cluster-wide alone",
    async (stack) => {
      const forms = [plain(stack), byOperator(stack), byOperator(stack, true)];
      for (const form of forms)
        expect(await checkConfiguration(withLocalReceivers(form, nowhere))).toMatch(
          new RegExp(`SUCCESS[^]* ${3 * (consequences.length + 1)} inhibit rules\\n - \\d\\d receivers`),
        );
      expect(
        await checkConfiguration(withLocalReceivers(clusterRouting(receiversOf(stack)), nowhere)),
      ).toContain("SUCCESS");
    },
  );

  test.each([
    ["staging", "plain", false],
    ["production", "operator", false],
    ["production", "operator that adds its namespace", true],
  ] as const)(
    "takes every alert of %s to whom it belongs, by the form: %s",
    async (stack, form, addsNamespace) => {
      const alerts = await alertsOf(stack);
      const configuration = form === "plain" ? plain(stack) : byOperator(stack, addsNamespace);
      const known = await routed(alerts, withLocalReceivers(configuration, nowhere));
      expect(known).toHaveLength(alerts.length);
      for (const alert of known)
        expect(told(alert), JSON.stringify(alert.labels)).toEqual([...expectedOf(alert.labels)].sort());
    },
  );

  test("says so of each urgency by amtool too, and makes a ticket of what is no system's", async () => {
    const alerts = await alertsOf("production");
    const kinds = Map.groupBy(
      alerts,
      ({ severity, priority, slo }) => `${severity ?? ""}${priority ?? ""}${slo === undefined}`,
    );
    const oneOfEach = [...kinds.values()].flatMap((ofKind) => ofKind.slice(0, 1));
    expect(oneOfEach.length).toBeGreaterThan(5);
    const strangers = [
      { alertname: "KubeNodeNotReady", severity: "warning" },
      { alertname: "KubePodCrashLooping", namespace: "atlas-ux-production", severity: "warning" },
      { alertname: "Watchdog", severity: "none" },
    ];
    const local = withLocalReceivers(plain("production"), nowhere);
    expect(await routesByAmtool(local, [...oneOfEach, ...strangers])).toEqual([
      ...oneOfEach.map(expectedOf),
      ["slipway/ticket"],
      ["slipway/ticket"],
      ["slipway/nobody"],
    ]);
  });

  describe("in production, hurried", () => {
    let listener: Listener;
    let alertmanager: RunningAlertmanager;
    let alerts: readonly SentAlert["labels"][];

    beforeAll(async () => {
      listener = await startListener();
      alerts = await alertsOf("production");
      alertmanager = await startAlertmanager(
        hurried(withLocalReceivers(byOperator("production"), listener.url)),
      );
    });
    afterAll(async () => {
      await alertmanager.stop();
      await listener.stop();
    });

    const of = (name: string, labels: SentAlert["labels"] = {}): SentAlert["labels"] => {
      const wanted = { system: "atlas-ux", ...labels, alertname: name };
      const found = alerts.find((each) =>
        Object.entries(wanted).every(([key, value]) => each[key] === value),
      );
      if (!found) throw new Error(`there is no ${JSON.stringify(wanted)}`);
      return found;
    };
    const annotations = {
      summary: "web: 7.2% of requests were bad over 1h",
      description: "Promised: 99.5% of requests answered without a failure.",
      runbook_url: "https://example.com/ErrorBudgetBurnsFast.md",
    };
    const stateOf = async ({ alertname, slo = "", part }: SentAlert["labels"]) =>
      (await alertmanager.alerts()).find(
        ({ labels }) =>
          labels["alertname"] === alertname && (labels["slo"] ?? "") === slo && labels["part"] === part,
      )?.status.state;

    test("tells who is woken what is wrong, with the numbers and the page, hides its ticket, escalates, and says when it is over", async () => {
      const page = of("ErrorBudgetBurnsFast", { part: "web" });
      const ticket = of("ErrorBudgetBurnsSlowly", { slo: page["slo"] ?? "" });
      const other = of("ErrorBudgetBurnsSlowly", { part: "frontend" });
      const quick = of("PostgresDown");
      await alertmanager.send([page, ticket, other, quick].map((labels) => ({ labels, annotations })));
      const paged =
        (name: string, way: string) =>
        ({ who, body }: Told): boolean =>
          who === "atlas-ux-production/alerts/page" && body.includes(name) && body.includes(way);
      const pager = await listener.hears(paged("BurnsFast", '"severity":"error"'), 5000);
      const chat = await listener.hears(
        paged("BurnsFast", "[P1] ErrorBudgetBurnsFast: atlas-ux, production"),
        5000,
      );
      for (const { body } of [pager, chat])
        for (const text of [annotations.summary, annotations.runbook_url]) expect(body).toContain(text);
      await listener.hears(paged("PostgresDown", '"severity":"critical"'), 5000);
      await alertmanager.send([{ labels: quick, annotations, endsAt: new Date().toISOString() }]);
      expect(await stateOf(ticket)).toBe("suppressed");
      expect(await stateOf(other)).toBe("active");
      // Nobody has ended it in a hundredth of five minutes; the other one was ended.
      const escalated = await listener.hears(({ who }) => who.endsWith("/escalation"), 8000);
      expect(escalated.at - chat.at).toBeGreaterThan(2500);
      await alertmanager.send([{ labels: page, annotations, endsAt: new Date().toISOString() }]);
      await listener.hears(paged("BurnsFast", '"event_action":"resolve"'), 5000);
      await listener.hears(paged("BurnsFast", "Over: "), 5000);
      const about = (part: string, name: string) =>
        listener.told.filter(({ who, body }) => who.includes(part) && body.includes(name));
      expect(about("/escalation", "PostgresDown")).toEqual([]);
      // The observer hears of an objective but once, as its ticket is hidden from everybody.
      expect(about("/observer-larry", `"slo":"${page["slo"] ?? ""}"`).length).toBeGreaterThan(0);
      expect(
        about("", "BurnsSlowly").filter(({ body }) => body.includes(`"slo":"${page["slo"] ?? ""}"`)),
      ).toEqual([]);
    });

    test("hides what follows from a service that is down, and nothing of another service", async () => {
      const down = of("ServiceDown", { part: "web" });
      const hidden = [of("RequestsStopped", { part: "web" }), of("ErrorBudgetBurnsFast", { part: "web" })];
      const shown = [
        of("RequestsStopped", { part: "frontend" }),
        of("PostgresArchiveLate"),
        of("SecretTooOld"),
      ];
      await alertmanager.send([down, ...hidden, ...shown].map((labels) => ({ labels })));
      for (const alert of hidden) expect(await stateOf(alert), alert["alertname"]).toBe("suppressed");
      for (const alert of [down, ...shown]) expect(await stateOf(alert), alert["alertname"]).toBe("active");
    });

    test("takes a test alert to where a page goes, and says so (SLO-26)", async () => {
      const variables = { ALERTMANAGER_URL: alertmanager.url };
      const said = vi.spyOn(console, "log").mockReturnValue();
      onTestFinished(() => {
        said.mockRestore();
      });
      expect(await testAlertCommand(["production", "crb-analyser"], variables)).toBe(0);
      expect(said.mock.calls.flat()).toEqual([
        `TestAlert, a page of crb-analyser in production, is at ${alertmanager.url}.`,
        "Within 10s it has to arrive at: PagerDuty (ON_CALL_KEY), Slack's #incidents-production.",
        "It ends by itself after 130s, and they hear of that too.",
      ]);
      await listener.hears(
        ({ who, body }) => who === "crb-analyser-production/alerts/page" && body.includes("This is a test"),
        5000,
      );
    });

    test("sends a sign of life to the watcher of each system, again and again", async () => {
      const signs = ["atlas-ux", "crb-analyser", "odd-scenes"].map((system) => of("Watchdog", { system }));
      await alertmanager.send(signs.map((labels) => ({ labels })));
      for (const { namespace = "" } of signs) {
        const who = `${namespace}/alerts/sign-of-life`;
        const first = await listener.hears((told) => told.who === who, 5000);
        await listener.hears((told) => told.who === who && told.at > first.at, 5000);
      }
    });
  });
});
