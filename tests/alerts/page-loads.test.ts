import { describe, expect, test } from "vitest";
import { minutes } from "../../model/quantities/duration.ts";
import { labelled } from "./made-up-series.ts";
import { hasPromtool } from "./promtool.ts";
import { testRules } from "./rule-file.ts";
import { rulesOf } from "./rules-of-levels.ts";
import { counted, type Course } from "./service-level-series.ts";

const rules = rulesOf("crb-analyser", /-page-load-latency$/);

const target = { namespace: "crb-analyser-production", job: "crb-backend", instance: "10.0.0.7:8383" };
const loads = (page: string): string => labelled("page_load_duration_seconds_count", { ...target, page });
const quick = (page: string, le = "2"): string =>
  labelled("page_load_duration_seconds_bucket", { ...target, page, le });
const up = labelled("up", target);

const course = (name: string, at: number, series: Course, fires: readonly string[]) => ({
  name,
  at,
  fires,
  series: {
    [up]: `1x${at}`,
    [loads("/")]: counted([at, 100]),
    [quick("/")]: counted([at, 100]),
    ...series,
  },
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("pages when pages load slowly, to the minute, and for nothing else (OBS-21)", async () => {
    const slow = (bad: number): Course => ({ [quick("/")]: counted([60, 100], [bad, 10]) });
    await testRules(rules, minutes(1), [
      course("all pages load quickly", 90, {}, []),
      // 14.4 times 5 % are 72 % of an hour's: of nine in ten, those of 48 minutes.
      course("nine in ten are slow for 48 minutes", 108, slow(48), []),
      course("nine in ten are slow for 49 minutes", 109, slow(49), ["ErrorBudgetBurnsFast"]),
      course("nobody loads a page", 90, { [loads("/")]: "0x90", [quick("/")]: "0x90" }, []),
      course("no page was loaded since it began", 90, { [loads("/")]: "_x90", [quick("/")]: "_x90" }, []),
      course(
        "the first loads of a page make a series, and are slow",
        62,
        {
          [loads("/")]: "0x62",
          [quick("/")]: "0x62",
          [loads("/new")]: "_x60 30 60 90",
          [quick("/new")]: "_x60 0 0 0",
        },
        ["ErrorBudgetBurnsFast"],
      ),
      course(
        "a pod restarts, and its counters begin anew",
        70,
        { [loads("/")]: `${counted([60, 100])} 100+100x9`, [quick("/")]: `${counted([60, 100])} 100+100x9` },
        [],
      ),
      course(
        "the bound is none of the histogram's",
        90,
        { [quick("/")]: "_x90", [quick("/", "2.5")]: counted([90, 100]) },
        ["ServiceLevelUnknown"],
      ),
    ]);
  }, 120_000);
});

test("users' page loads are what the rules go by, at the services that are told of them", () => {
  const named = [...rules.groups, ...rulesOf("odd-scenes", /-page-load-latency$/).groups].map(
    ({ name }) => name,
  );
  expect(named).toEqual([
    "crb-analyser-crb-backend-page-load-latency",
    "odd-scenes-frontend-page-load-latency",
  ]);
});
