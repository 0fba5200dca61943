import {
  free,
  mostSessions,
  sessions,
  sessionsTaken,
  taken,
  type WatchedPooler,
  waitLimit,
} from "../../data-alerts/pooler-alerts.ts";
import type { Row } from "../board.ts";

/** Whether the pooler before a cluster has sessions for those who come (DB-11, DSH-06). */
export function poolerRow(pooler: WatchedPooler): Row {
  const { name, limits, series } = pooler;
  const labels = { part: name };
  return {
    title: `${name}: pooler`,
    panels: [
      {
        kind: "lines",
        title: `${name}: sessions taken`,
        description: `Of the ${limits.pool} that one user may have in a pod, or of the ${limits.sessions} of all users together, whichever is nearer.`,
        unit: "percentunit",
        queries: [{ expr: `max by (pod) (${sessionsTaken(pooler)})`, legend: "{{pod}}" }],
        bounds: [{ at: mostSessions, is: "ticket" }],
        alerts: { names: ["PoolerSessionsNearLimit"], labels },
        most: 1,
        width: 6,
      },
      {
        kind: "lines",
        title: `${name}: sessions`,
        description: "Sessions with the server that somebody has now, and that are free.",
        unit: "short",
        queries: [
          { expr: `sum(${sessions(series, "pod", taken)})`, legend: "taken" },
          { expr: `sum(${sessions(series, "pod", free)})`, legend: "free" },
        ],
        width: 6,
      },
      {
        kind: "lines",
        title: `${name}: longest wait`,
        description: "How long the client has waited that waits longest for a session.",
        unit: "s",
        queries: [{ expr: `max by (pod) (${series("cnpg_pgbouncer_pools_maxwait")})`, legend: "{{pod}}" }],
        bounds: [{ at: waitLimit.wholeSeconds, is: "page" }],
        alerts: { names: ["PoolerWaitTooLong"], labels },
        width: 6,
      },
      {
        kind: "lines",
        title: `${name}: clients that wait`,
        description:
          "For a moment somebody always does; for minutes on end nobody should. And pods that answer.",
        unit: "short",
        queries: [
          { expr: `sum(${series("cnpg_pgbouncer_pools_cl_waiting")})`, legend: "clients that wait" },
          { expr: `sum(${series("up")})`, legend: "pods that answer" },
        ],
        alerts: { names: ["PoolerClientsWaiting", "PoolerDown"], labels },
        width: 6,
      },
    ],
  };
}
