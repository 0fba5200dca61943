import { describe, expect, test } from "vitest";
import type { Alert } from "../../../components/observability/alert.ts";
import { seconds } from "../../../model/quantities/duration.ts";
import { renderedRule } from "./rendered-rule.ts";

describe("a rule", () => {
  const alert: Alert = {
    name: "ShopDown",
    part: "shop",
    tier: "critical",
    severity: "page",
    when: "up == 0",
    for: seconds(90),
    summary: "The shop is down",
    description: "Nobody can buy.",
  };

  test("says whose it is, how urgent, and where to read on (POL-11)", () => {
    expect(renderedRule([alert], "production", "ShopDown")).toEqual({
      alert: "ShopDown",
      expr: "up == 0",
      for: "90s",
      labels: {
        severity: "page",
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
    ["production", "critical", "page", "page"],
    ["production", "standard", "page", "ticket"],
    ["production", "critical", "ticket", "ticket"],
    ["staging", "critical", "page", "ticket"],
  ] as const)("in %s, about a %s part, that would %s, is a %s", (environment, tier, severity, is) => {
    const { labels } = renderedRule([{ ...alert, tier, severity }], environment, "ShopDown") ?? {
      labels: {},
    };
    expect(labels).toMatchObject({ severity: is });
  });
});
