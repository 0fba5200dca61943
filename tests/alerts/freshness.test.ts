import { describe, expect, test } from "vitest";
import { minutes } from "../../model/quantities/duration.ts";
import { freshnessCourses } from "./freshness-courses.ts";
import { hasPromtool } from "./promtool.ts";
import { testRules } from "./rule-file.ts";
import { recordsOf, rulesOf } from "./rules-of-levels.ts";

const ticks = rulesOf("atlas-ux", /-engine-tick-freshness$/);
const mails = rulesOf("atlas-ux", /-mail-freshness$/);

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("pages when ticks are late or missing, to the minute, and for nothing else", async () => {
    await testRules(ticks, minutes(1), freshnessCourses.ticks);
  }, 120_000);

  test("pages when mails are late or wait, to the minute, and for nothing else", async () => {
    await testRules(mails, minutes(1), freshnessCourses.mails);
  }, 120_000);

  test("takes nothing for an outage right after it was away itself", async () => {
    const missed = recordsOf(mails, "slo:bad_requests:increase1m");
    await testRules(missed, minutes(1), freshnessCourses.recorded);
  });
});

test("ticks and mails are what the alerts speak of", () => {
  const summaries = [...mails.groups, ...ticks.groups].flatMap(({ rules: of }) =>
    of.flatMap((rule) =>
      "alert" in rule && rule.alert === "ErrorBudgetBurnsFast" ? [rule.annotations["summary"]] : [],
    ),
  );
  expect(summaries).toEqual([
    "email-worker: {{ $value | humanizePercentage }} of mails were bad over 1h",
    "email-worker: {{ $value | humanizePercentage }} of mails were bad over 6h",
    "engine-worker: {{ $value | humanizePercentage }} of engine ticks were bad over 1h",
    "engine-worker: {{ $value | humanizePercentage }} of engine ticks were bad over 6h",
  ]);
});
