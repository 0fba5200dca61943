import { existsSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { runbookPage } from "../../components/observability/runbook.ts";
import { alertsAmong } from "../../tools/alertmanager/declared-alerts.ts";
import { capturedStack } from "../support/captured-stack.ts";

const root = new URL("../../", import.meta.url);

/** Why the summary of some says no number: there is none, or it is always the same. */
const withoutNumber = {
  "nothing of it answers": [
    "PoolerDown",
    "PostgresDown",
    "PublicUrlDown",
    "QdrantDown",
    "RedisDown",
    "ServiceDown",
    "TelemetryCollectorDown",
    "TicksStopped",
  ],
  "there is none at all": ["DumpMissing", "LogLinesMissing", "PostgresNoBaseBackup", "SnapshotMissing"],
  "it is so or it is not": ["RedisNotSaved", "SecretSyncFailing", "Watchdog"],
  "nobody tells the number": [
    "DumpsUnknown",
    "PostgresBackupUnknown",
    "PublicUrlUnknown",
    "QdrantUnknown",
    "RedisUnknown",
    "ServiceLevelUnknown",
    "SnapshotsUnknown",
    "WatchUnknown",
  ],
} as const;

const stacks = ["staging", "production"] as const;

/** Every alert that a stack renders, whatever part of the program made it. */
const alertsOf = async (stack: (typeof stacks)[number]) =>
  (await capturedStack(stack)).flatMap(({ inputs }) =>
    inputs["kind"] === "PrometheusRule"
      ? (inputs["spec"] as RuleSpec).groups.flatMap(({ rules }) =>
          rules.flatMap((rule) => ("alert" in rule ? [rule] : [])),
        )
      : [],
  );

describe.each(stacks)("the alerts of %s", (stack) => {
  test("each have a page, wherever they were made (SLO-23)", async () => {
    const names = new Set((await alertsOf(stack)).map(({ alert }) => alert));
    expect(names.size).toBeGreaterThan(50);
    expect([...names].filter((name) => !existsSync(new URL(runbookPage(name), root)))).toEqual([]);
  });

  test("each lead whoever is woken to that page and to a board, by addresses that open (SLO-23)", async () => {
    for (const { alert, annotations } of await alertsOf(stack)) {
      const [page, board] = ["runbook_url", "dashboard_url"].map((link) => new URL(annotations[link] ?? ""));
      expect(page?.protocol, alert).toBe("https:");
      const file = basename(page?.pathname ?? "");
      expect(file).toBe(`${alert}.md`);
      expect(existsSync(new URL(`docs/runbooks/${file}`, root)), file).toBe(true);
      expect(board?.protocol, alert).toBe("https:");
      expect(board?.pathname, alert).toMatch(/\/d\/[a-z-]+$/);
    }
  });

  test("each say in their first line how bad it is in numbers, but for those that have none (SLO-23)", async () => {
    const silent = (await alertsOf(stack)).filter(
      ({ annotations }) => !annotations["summary"]?.includes("$value"),
    );
    expect([...new Set(silent.map(({ alert }) => alert))].sort()).toEqual(
      Object.values(withoutNumber).flat().sort(),
    );
    // Nor is one hidden in the words below.
    for (const { alert, annotations } of silent)
      expect(annotations["description"], alert).not.toContain("$value");
  });

  test("are all known to who silences one, by the labels that they fire with, but for the sign of life", async () => {
    const resources = await capturedStack(stack);
    const known = ["atlas-ux", "crb-analyser", "odd-scenes"].flatMap((system) =>
      alertsAmong(resources, `${system}-${stack}`),
    );
    const fired = (await alertsOf(stack)).filter(({ alert }) => alert !== "Watchdog");
    expect(known.filter(({ alertname }) => alertname !== "TestAlert")).toHaveLength(fired.length);
    expect(known.filter(({ part }) => part === "")).toEqual([]);
    expect(alertsAmong(resources, `atlas-ux-${stack}`)).toEqual(
      expect.arrayContaining([
        { alertname: "ErrorBudgetBurnsFast", part: "web", slo: "atlas-ux-web-availability" },
        { alertname: "ServiceDown", part: "web" },
        { alertname: "TestAlert", part: "alerting" },
      ]),
    );
    expect(alertsAmong(resources, `atlas-ux-${stack}`)).not.toContainEqual(
      expect.objectContaining({ alertname: "RedisDown" }),
    );
  });
});
