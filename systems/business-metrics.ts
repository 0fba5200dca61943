import { counter, gauge, type Metric } from "../model/metric.ts";

/** What the people who run a business ask of a shop or a service with accounts (OBS-04, DSH-07), and what it takes (SLO-30). */
export const businessMetrics = (...by: readonly string[]) =>
  ({
    signups: counter({ name: "signups_total", meaning: "accounts that were opened", by, about: "business" }),
    conversions: counter({
      name: "conversions_total",
      meaning: "visitors who became customers",
      by,
      about: "business",
    }),
    activeUsers: gauge({
      name: "active_users",
      meaning: "users who did something in the last 5 minutes",
      by,
      about: "business",
    }),
    revenue: counter({
      name: "revenue_total",
      meaning: "money taken, in whole units of `currency`",
      by,
      about: "business",
      labels: ["currency"],
    }),
    featureUses: counter({
      name: "feature_uses_total",
      meaning: "how often a key feature was used",
      by,
      about: "business",
      labels: ["feature"],
    }),
    payments: counter({
      name: "payments_total",
      meaning:
        "payments that were tried; `outcome` is succeeded, declined (by the customer's bank) or failed",
      by,
      about: "business",
      labels: ["outcome"],
    }),
  }) as const satisfies Record<string, Metric>;
