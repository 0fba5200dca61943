import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { deliveryRules } from "../../components/observability/alert-routing/delivery-alerts.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { alertmanagerFiles } from "../../rendering/alertmanager-files.ts";
import { realEnvironment } from "../support/declarations.ts";
import { labelled } from "./made-up-series.ts";
import { hasPromtool } from "./promtool.ts";
import { type RuleTest, testRules } from "./rule-file.ts";

// Alerts on the way to people are held against what may befall it, by Prometheus' own engine.

const production = realEnvironment("production");
const rules = deliveryRules(production);

const sent = (integration: string): string => labelled("alertmanager_notifications_total", { integration });
const failed = (integration: string): string =>
  labelled("alertmanager_notifications_failed_total", { integration });
const dropped = labelled("prometheus_notifications_dropped_total", { pod: "prometheus-0" });
const broken = labelled("prometheus_rule_evaluation_failures_total", { rule_group: "x;web" });
const taken = (program: string): string =>
  labelled(`${program}_config_last_reload_successful`, { pod: `${program}-0` });

const healthy: RuleTest["series"] = {
  [sent("slack")]: "0+10x60",
  [failed("slack")]: "0x60",
  [sent("pagerduty")]: "0x60",
  [failed("pagerduty")]: "0x60",
  [dropped]: "0x60",
  [broken]: "0x60",
  [taken("alertmanager")]: 1,
  [taken("prometheus")]: 1,
};

const course = (name: string, series: RuleTest["series"], fires: readonly string[]): RuleTest => ({
  name,
  series: { ...healthy, ...series },
  at: 60,
  fires,
});

const courses: readonly RuleTest[] = [
  course("all is well, and nobody is paged", {}, []),
  course("one in twenty fails", { [failed("slack")]: "0+0.5x60" }, []),
  course("one in five fails", { [failed("slack")]: "0+2x60" }, ["NotificationsFailing"]),
  course(
    "all pages fail, which are few beside the tickets",
    { [sent("pagerduty")]: "0x45 1+0.2x14", [failed("pagerduty")]: "0x45 1+0.2x14" },
    ["NotificationsFailing"],
  ),
  course("all failed half an hour ago", { [failed("slack")]: "0+10x30 300x29" }, []),
  course("alerts are dropped", { [dropped]: "0x40 1+1x19" }, ["NotificationsDropped"]),
  course("a rule can't be evaluated", { [broken]: "0x40 1+1x19" }, ["RulesFailing"]),
  course("Alertmanager refuses its configuration", { [taken("alertmanager")]: "1x45 0x14" }, [
    "AlertingConfigurationRejected",
  ]),
  course("Prometheus refuses its configuration", { [taken("prometheus")]: "1x45 0x14" }, [
    "AlertingConfigurationRejected",
  ]),
  course("one was refused for five minutes", { [taken("prometheus")]: "1x54 0x5" }, []),
];

test("each alert fires in some course of events, is a ticket, and is no system's", () => {
  const all = rules.groups.flatMap((group) => group.rules);
  expect(all.map(({ alert }) => alert).sort()).toEqual(
    [...new Set(courses.flatMap(({ fires }) => fires))].sort(),
  );
  for (const { labels } of all) {
    expect(labels).toMatchObject({ severity: "ticket", priority: "P2", owner: "platform", tier: "critical" });
    expect(labels).not.toHaveProperty("system");
  }
});

test("they are written for whoever runs Prometheus, once an environment", () => {
  const files = alertmanagerFiles(production).filter(({ path }) => path.includes("prometheusrule"));
  expect(files.map(({ path }) => path)).toEqual(["alertmanager/prometheusrule-alert-delivery.yaml"]);
  expect(parse(files[0]?.text ?? "")).toMatchObject({
    kind: "PrometheusRule",
    metadata: { name: "alert-delivery", namespace: "monitoring" },
    spec: rules,
  });
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("fires what should, and nothing else", async () => {
    await testRules(rules, minutes(1), courses);
  }, 60_000);
});
