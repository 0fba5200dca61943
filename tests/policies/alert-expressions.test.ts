import { describe, expect, it } from "vitest";
import { isUnguardedShare, parses } from "../../policies/kubernetes/promql.ts";
import { tryRules } from "./rule-cases.ts";
import { type Json, resource, unknownText } from "./workloads.ts";

const share = 'sum(rate(requests{code=~"5.."}[5m])) / sum(rate(requests[5m])) > 0.1';
const bounded = `${share} and sum(rate(requests[5m])) > 0.5`;

describe("an expression", () => {
  it.each([
    "up == 0",
    "sum by (job) (up)",
    share,
    "absent(up)",
    "1",
    'label_replace(a, "b", "$1", "c", "(.*)")',
  ])("can be read: %s", (text) => {
    expect(parses(text)).toBe(true);
  });

  it.each(["", " ", "sum(", "up ==", "a{b=}", "rate(a[5x])", "$value > 1", "nothing(1)", "a b"])(
    "can't be read: %s",
    (text) => {
      expect(parses(text)).toBe(false);
    },
  );

  it.each([
    share,
    "1 - sum(rate(good[5m])) / sum(increase(all[5m])) > 0.1",
    "errors:rate5m / requests:rate5m > 0.1",
    "slo:errors:ratio_rate1h > 0.0144 and slo:errors:ratio_rate5m > 0.0144",
    `${share} and up == 1`,
    `(${share}) > bool 0`,
  ])("is a share of whatever traffic there is: %s", (text) => {
    expect(isUnguardedShare(text)).toBe(true);
  });

  it.each([
    bounded,
    `${share} unless sum(increase(requests[1h])) < 30`,
    'sum(rate(requests{code="500"}[5m])) / (sum(rate(requests[5m])) > 0.5) > 0.1',
    "slo:errors:ratio_rate1h > 0.0144 and requests:rate1h > 0.5",
    "disk_used_bytes / disk_size_bytes > 0.9",
    "rate(restarts[5m]) / 2 > 1",
    "up == 0",
  ])("asks for enough of it, or is no share: %s", (text) => {
    expect(isUnguardedShare(text)).toBe(false);
  });
});

const alert = (expr: unknown, severity = "page", changes: Json = {}) =>
  resource("kubernetes:monitoring.coreos.com/v1:PrometheusRule", {
    metadata: { name: "alerts", namespace: "shop" },
    spec: {
      groups: [
        {
          rules: [
            {
              alert: "ShopFails",
              expr,
              labels: { severity, owner: "shop-team" },
              annotations: {
                summary: "The shop fails",
                runbook_url: "docs/runbooks/ShopFails.md",
                dashboard_url: "https://pages.example/shop",
                ...changes,
              },
            },
          ],
        },
      ],
    },
  });

tryRules([
  {
    rule: "require-alert-runbooks",
    passes: {
      "a share with a bound": alert(bounded),
      "a share that wakes nobody": alert(share, "ticket"),
      "a number, which is PromQL": alert(1),
      "a board by its path in Grafana": alert("up == 0", "page", {
        dashboard_url: "/d/shop-web?viewPanel=3",
      }),
    },
    fails: {
      "rules[0].expr can't be read and must be PromQL.": alert("sum("),
      "rules[0].expr is not set and must be PromQL.": alert(undefined),
      "rules[0].expr is a share, and asks for no least number of events.": alert(share),
      "annotations.dashboard_url is not set and must lead to a page.": alert("up == 0", "page", {
        dashboard_url: undefined,
      }),
      "annotations.dashboard_url is a text and must lead": alert("up == 0", "page", { dashboard_url: "see" }),
      "annotations.dashboard_url is empty and must lead to a page.": alert("up == 0", "page", {
        dashboard_url: "",
      }),
      "name the page that says what to do": alert("up == 0", "page", { runbook_url: "/d/shop-web" }),
    },
    open: alert(unknownText),
    parameters: { links: ["dashboard_url"] },
  },
]);
