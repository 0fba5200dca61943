import { expect, test } from "vitest";
import { serviceLevels } from "../../../components/observability/service-levels/service-level.ts";
import { firesAfter, objectivesTable } from "../../../tools/objectives/table.ts";
import { firesAfter as byHand, pacesOver } from "../../alerts/pace-arithmetic.ts";
import { productionLevels, productionRules } from "../../alerts/production-objectives.ts";
import { triedOf } from "../../alerts/recorded-counts.ts";
import { realEnvironment } from "../../support/declarations.ts";

test("says of each objective when somebody is told, as it is worked out from its target", () => {
  for (const level of productionLevels)
    for (const share of [2, 10, 100]) {
      const tried = triedOf(level);
      const minutes = pacesOver(tried.periodMinutes)
        .filter(({ alert }) => alert === "ErrorBudgetBurnsFast")
        .flatMap((pace) => byHand(tried, pace, share) ?? []);
      expect(firesAfter(level, "page", share)).toBe(minutes.length === 0 ? undefined : Math.min(...minutes));
    }
});

test("says of a state when enough of its minutes are bad, and of durability that nobody is woken", () => {
  const production = realEnvironment("production");
  const levels = production.systems.flatMap((own) => serviceLevels(production, own));
  const told = (id: string) => {
    const level = levels.find((one) => one.id === id);
    return level && (["page", "ticket"] as const).map((severity) => firesAfter(level, severity, 100));
  };
  expect(told("crb-analyser-crb-frontend-uptime")).toEqual([6, 6]);
  expect(told("atlas-ux-database-durability")).toEqual([undefined, 2]);
});

test("prints a line for each of them, with what the tests have seen", () => {
  const id = "crb-analyser-crb-backend-availability";
  const lines = objectivesTable(productionLevels, productionRules, [
    { id, long: "1h", badPercent: 100, minute: 1 },
    { id, long: "1d", badPercent: 10, minute: 44 },
    { id, courses: 12 },
    { id, courses: 4 },
  ]).split("\n");
  expect(lines.filter((line) => line.includes("%") && line.includes("m of 30d"))).toHaveLength(
    productionLevels.length,
  );
  expect(lines.find((line) => line.startsWith(id))?.split(/ {2,}/)).toEqual([
    id,
    "99.9%",
    "43.2m of 30d",
    "1m 9m 44m",
    "1m - -",
    "5m 44m 217m",
    "- 44m -",
    "27",
    "16",
  ]);
});
