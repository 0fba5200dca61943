import { describe, expect, test } from "vitest";
import type { AlertRule, RuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import { withDashboards } from "../../../components/observability/boards/alert-dashboards.ts";
import type { Board, Panel } from "../../../components/observability/boards/board.ts";

const labelled = { system: "shop", owner: "shop-team", environment: "staging" };

const panel = (title: string, alerts?: Panel["alerts"]): Panel => ({
  kind: "lines",
  title,
  description: `${title}.`,
  unit: "short",
  queries: [{ expr: "up", legend: "up" }],
  ...(alerts && { alerts }),
});

const boards: readonly Board[] = [
  { name: "overview", about: "All.", rows: [{ title: "Row", panels: [panel("Other")] }] },
  {
    name: "services",
    about: "Services.",
    rows: [
      { title: "web", panels: [panel("a"), panel("b", { names: ["ServiceDown"], labels: { part: "web" } })] },
      { title: "api", panels: [panel("c", { names: ["ServiceDown", "Slow"], parts: ["api"] })] },
    ],
  },
];

const rule = (alert: string, part: string): AlertRule => ({
  alert,
  expr: "up == 0",
  for: "3m",
  labels: { part },
  annotations: { summary: "is down" },
});

function addressOf(alert: AlertRule, url?: string): string | undefined {
  const spec: RuleSpec = { groups: [{ name: "services", interval: "30s", rules: [alert] }] };
  const environment = url === undefined ? {} : { dashboards: { url } };
  const [led] = withDashboards(spec, boards, { labelled, environment }).groups[0]?.rules ?? [];
  return led && "alert" in led ? led.annotations["dashboard_url"] : undefined;
}

describe("the dashboard of an alert", () => {
  test("is the panel that shows the alert of that part", () => {
    expect(addressOf(rule("ServiceDown", "web"))).toBe("/d/shop-staging-services?viewPanel=2");
    expect(addressOf(rule("ServiceDown", "api"))).toBe("/d/shop-staging-services?viewPanel=3");
    expect(addressOf(rule("Slow", "api"))).toBe("/d/shop-staging-services?viewPanel=3");
  });

  test("is the overview where no panel shows it", () => {
    expect(addressOf(rule("Slow", "web"))).toBe("/d/shop-staging-overview");
    expect(addressOf(rule("NeverHeardOf", "web"))).toBe("/d/shop-staging-overview");
  });

  test("is at the address of Grafana, where the environment says it", () => {
    expect(addressOf(rule("ServiceDown", "web"), "https://grafana.example.com")).toBe(
      "https://grafana.example.com/d/shop-staging-services?viewPanel=2",
    );
  });

  test("is not looked for where there are no boards, and leaves what is recorded alone", () => {
    const recorded = { record: "a:b", expr: "up", labels: {} };
    const spec: RuleSpec = {
      groups: [{ name: "a", interval: "1m", rules: [recorded, rule("Slow", "web")] }],
    };
    expect(withDashboards(spec, [], { labelled, environment: {} })).toBe(spec);
    const [first] = withDashboards(spec, boards, { labelled, environment: {} }).groups[0]?.rules ?? [];
    expect(first).toBe(recorded);
  });
});
