import { describe, expect, test } from "vitest";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { daysLong, uncounted, weeksLong } from "./long-service-level-courses.ts";
import { hasPromtool } from "./promtool.ts";
import { checkRules, testRules } from "./rule-file.ts";
import { alertsOf } from "./rules-of-levels.ts";
import { downCourses } from "./service-down-courses.ts";
import { courses } from "./service-level-courses.ts";

const environment = realEnvironment("production");
const rules = serviceLevelRuleSpec(environment, realSystem("production", "atlas-ux"), {
  system: "atlas-ux",
  owner: "atlas-team",
  environment: environment.name,
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("reads the rules", async () => {
    await checkRules(rules);
  });

  test("pages when a budget burns, to the minute, and for nothing else", async () => {
    const groups = rules.groups.filter(({ name }) => !/-(freshness|durability)/.test(name));
    await testRules({ groups }, minutes(1), courses);
  }, 120_000);

  test("tells when nobody is there, or nobody knows, to the minute", async () => {
    const groups = rules.groups.filter(({ name }) => !/-(freshness|durability)|-budget$/.test(name));
    await testRules({ groups }, minutes(1), downCourses);
  }, 120_000);

  test("pages when nobody comes who came steadily yesterday and a week ago", async () => {
    const alerts = alertsOf(rules, "atlas-ux-web-availability", ({ alert }) => alert === "RequestsStopped");
    expect(alerts.groups[0]?.rules).toHaveLength(1);
    await testRules(alerts, minutes(1), weeksLong, minutes(5));
  }, 120_000);

  test("opens a ticket when not one request has been counted for a day", async () => {
    const alerts = alertsOf(
      rules,
      "atlas-ux-web-availability",
      ({ labels }) => labels["reason"] === "uncounted",
    );
    await testRules(alerts, minutes(1), uncounted, minutes(10));
  });

  test("opens a ticket for what goes on for most of a day", async () => {
    const groups = rules.groups.filter(({ name }) => name === "atlas-ux-web-availability");
    await testRules({ groups }, minutes(1), daysLong);
  }, 120_000);
});

test("every objective that is measured has its rules", () => {
  expect(rules.groups.map(({ name, interval, rules: of }) => `${name} ${interval} ${of.length}`))
    .toMatchInlineSnapshot(`
      [
        "services 30s 5",
        "atlas-ux-web-availability 1m 16",
        "atlas-ux-web-availability-budget 2m 11",
        "atlas-ux-web-api-request-latency 1m 15",
        "atlas-ux-web-api-request-latency-budget 2m 11",
        "atlas-ux-email-worker-mail-freshness 1m 15",
        "atlas-ux-email-worker-mail-freshness-budget 2m 11",
        "atlas-ux-engine-worker-engine-tick-freshness 1m 15",
        "atlas-ux-engine-worker-engine-tick-freshness-budget 2m 11",
        "atlas-ux-frontend-availability 1m 16",
        "atlas-ux-frontend-availability-budget 2m 11",
        "atlas-ux-database-durability 1m 12",
        "atlas-ux-database-durability-budget 2m 11",
      ]
    `);
});
