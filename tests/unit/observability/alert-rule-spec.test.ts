import { describe, expect, test } from "vitest";
import type { Alert } from "../../../components/observability/alert.ts";
import { seconds } from "../../../model/quantities/duration.ts";
import { renderedRule } from "./rendered-rule.ts";

describe("a rule", () => {
  const facts = {
    name: "ShopDown",
    part: "shop",
    when: "up == 0",
    for: seconds(90),
    summary: "The shop is down",
    description: "Nobody can buy.",
  };
  const alert: Alert = { ...facts, tier: "critical", severity: "page" };

  test("says whose it is, how urgent, and where to read on (POL-11)", () => {
    expect(renderedRule([alert], "production", "ShopDown")).toEqual({
      alert: "ShopDown",
      expr: "up == 0",
      for: "90s",
      labels: {
        severity: "page",
        priority: "P1",
        system: "shop",
        environment: "production",
        owner: "shop-team",
        tier: "critical",
        part: "shop",
        namespace: "shop-production",
      },
      annotations: {
        summary: "The shop is down",
        description: "Nobody can buy.",
        runbook_url: "docs/runbooks/ShopDown.md",
      },
    });
  });

  test.each([
    ["production", "critical", { severity: "page" }, "page P1"],
    ["production", "critical", { severity: "page", priority: "P0" }, "page P0"],
    ["production", "standard", { severity: "page", priority: "P0" }, "ticket P2"],
    ["production", "critical", { severity: "ticket" }, "ticket P3"],
    ["production", "critical", { severity: "ticket", priority: "P2" }, "ticket P2"],
    ["production", "critical", { severity: "log" }, "log P3"],
    ["staging", "critical", { severity: "page", priority: "P0" }, "ticket P3"],
    ["staging", "critical", { severity: "ticket", priority: "P2" }, "ticket P3"],
    ["staging", "critical", { severity: "log" }, "log P3"],
  ] as const)(
    "in %s, about a %s part, that asks for %j, is a %s (CF-05)",
    (environment, tier, demand, is) => {
      const rule = renderedRule([{ ...facts, tier, ...demand }], environment, "ShopDown");
      expect(`${rule?.labels["severity"] ?? ""} ${rule?.labels["priority"] ?? ""}`).toBe(is);
    },
  );
});
