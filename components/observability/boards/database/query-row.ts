import { inLines } from "../../counter.ts";
import type { WatchedCluster } from "../../data-alerts/watched-cluster.ts";
import type { Row } from "../board.ts";
import { rate } from "../rates.ts";

/** Statements go by their number, as their text may hold what was asked for: `docs/database-watch.md` says how to look one up. */
const byNumber = "Statements go by the number that pg_stat_statements has for them.";

/** What statements cost, and what waits (DB-14, OBS-20, DSH-06). */
export function queryRow({ name, series }: WatchedCluster): Row {
  const spent = `sum by (queryid) (${rate(series("cnpg_slipway_statements_seconds_total"))})`;
  const calls = `sum by (queryid) (${rate(series("cnpg_slipway_statements_calls_total"))})`;
  return {
    title: `${name}: queries`,
    panels: [
      {
        kind: "lines",
        title: `${name}: time spent on statements`,
        description: `Seconds a second, of the ten that take most. ${byNumber}`,
        unit: "short",
        queries: [{ expr: `topk(10, ${spent})`, legend: "{{queryid}}" }],
      },
      {
        kind: "lines",
        title: `${name}: mean run of statements`,
        description: `Of the ten slowest on average. ${byNumber}`,
        unit: "s",
        queries: [
          { expr: inLines("topk(10,", `  ${spent}`, `  / (${calls} > 0)`, ")"), legend: "{{queryid}}" },
        ],
      },
      {
        kind: "lines",
        title: `${name}: slowest run of statements`,
        description: `Since the server's statistics began. ${byNumber}`,
        unit: "s",
        queries: [
          {
            expr: `topk(10, max by (queryid) (${series("cnpg_slipway_statements_slowest_seconds")}))`,
            legend: "{{queryid}}",
          },
        ],
      },
      {
        kind: "lines",
        title: `${name}: longest now`,
        description: "How long the longest query has run, and the longest wait for a lock has lasted.",
        unit: "s",
        queries: [
          { expr: `max(${series("cnpg_slipway_active_queries_longest_seconds")})`, legend: "query" },
          { expr: `max(${series("cnpg_slipway_lock_waits_longest_seconds")})`, legend: "wait for a lock" },
        ],
      },
      {
        kind: "lines",
        title: `${name}: running and waiting`,
        description: "Queries that run, and sessions that wait for a lock.",
        unit: "short",
        queries: [
          { expr: `sum(${series("cnpg_slipway_active_queries_running")})`, legend: "queries" },
          { expr: `sum(${series("cnpg_slipway_lock_waits_waiting")})`, legend: "waits for a lock" },
        ],
      },
      {
        kind: "lines",
        title: `${name}: sessions at work and idle in transactions`,
        description:
          "How many sessions on average ran a statement, and held a transaction open without doing anything.",
        unit: "short",
        queries: [
          { expr: `sum(${rate(series("cnpg_slipway_time_active_seconds_total"))})`, legend: "at work" },
          {
            expr: `sum(${rate(series("cnpg_slipway_time_idle_in_transaction_seconds_total"))})`,
            legend: "idle in a transaction",
          },
        ],
      },
    ],
  };
}
