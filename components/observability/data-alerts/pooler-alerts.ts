import { minutes, seconds } from "../../../model/quantities/duration.ts";
import { longestWait, type PoolerLimits } from "../../data/pooler-limits.ts";
import type { Alert } from "../alert.ts";
import { indented, inLines } from "../counter.ts";
import type { SeriesOf } from "../monitored-series.ts";

/** A pooler, as its alerts see it. */
export interface WatchedPooler {
  readonly name: string;
  /** What each of its pods may hold. */
  readonly limits: PoolerLimits;
  /** What its pods tell. */
  readonly series: SeriesOf;
}

/** Of the sessions that there may be, the share that is too much (DB-12). */
export const mostSessions = 0.9;

/** What PgBouncer tells of sessions with the server: those that nobody else can have now, and those that wait for somebody. */
export const taken = ["active", "active_cancel", "wait_cancels", "tested", "login"];
export const free = ["idle", "used"];

const user = "pod, database, user";

/** Who has waited so long will hardly get a session before it gets an error. */
export const waitLimit = seconds(Math.floor(longestWait.wholeSeconds / 2));

/** Whether a pooler answers, and has sessions for those who come (DB-11, DB-12). */
export function poolerAlerts({ name, limits, series }: WatchedPooler): readonly Alert[] {
  const about = { part: name, tier: "critical" } as const;
  return [
    {
      ...about,
      name: "PoolerDown",
      severity: "page",
      priority: "P0",
      when: `(sum(${series("up")}) or vector(0)) == 0`,
      for: minutes(3),
      summary: `No pod of the pooler ${name} answers`,
      description: `What goes to the database by its pooled address does not reach it, or Prometheus can't ask.`,
    },
    {
      ...about,
      name: "PoolerClientsWaiting",
      severity: "ticket",
      priority: "P2",
      // Somebody waits for a moment all the time; for minutes on end nobody should.
      when: `min_over_time(sum(${series("cnpg_pgbouncer_pools_cl_waiting")})[5m:30s]) > 0`,
      for: minutes(5),
      summary: `{{ $value }} clients and more have waited at ${name} for minutes`,
      description: `Sessions of the database are all taken: by slow statements, by open transactions, or because the pool is too small. Who waits too long gets an error.`,
    },
    {
      ...about,
      name: "PoolerWaitTooLong",
      severity: "page",
      // Those who are cut off leave the queue, so where few come the longest wait falls to nothing in between. And of those who
      // wait for the very first session of a user PgBouncer does not tell how long, so that their number is zero.
      when: inLines(
        `max by (pod) (max_over_time(${series("cnpg_pgbouncer_pools_maxwait")}[2m])) > ${waitLimit.wholeSeconds}`,
        "or",
        "0 * max by (pod) (",
        `  ${atAll(`sum by (${user}) (${series("cnpg_pgbouncer_pools_cl_waiting")})`)}`,
        `  unless ${atAll(sessions(series, user, ["active", "tested", ...free]))}`,
        ")",
      ),
      for: minutes(3),
      summary: `Clients of {{ $labels.pod }} wait too long for a session: {{ if $value }}{{ $value | humanizeDuration }}{{ else }}the first of their user{{ end }}`,
      description: `More than ${waitLimit} is too long, and so is any wait for the first session of a user. After ${longestWait} without one they get an error, and so do users.`,
    },
    {
      ...about,
      name: "PoolerSessionsNearLimit",
      severity: "ticket",
      when: inLines("max by (pod) (", indented(sessionsTaken({ limits, series })), `) > ${mostSessions}`),
      for: minutes(5),
      summary: `{{ $value | humanizePercentage }} of the sessions of {{ $labels.pod }} are taken`,
      description: `One user has nearly all of the ${limits.pool} that are for one, or all users together nearly all of the ${limits.sessions} that there may be. Who comes next waits.`,
    },
  ];
}

/** The share of its sessions that one user, or all users together, have taken, in PromQL. */
export const sessionsTaken = ({ limits, series }: Pick<WatchedPooler, "limits" | "series">): string =>
  inLines(
    `${averaged(sessions(series, user, taken))} / ${limits.pool}`,
    "or",
    `${averaged(sessions(series, "pod, database", [...taken, ...free]))} / ${limits.sessions}`,
  );

/** The sum of sessions in such states, by labels. */
export const sessions = (series: SeriesOf, by: string, states: readonly string[]): string =>
  `sum by (${by}) (${series("", `__name__=~"cnpg_pgbouncer_pools_sv_(${states.join("|")})"`)})`;

/** What was above nothing at some time in two minutes. */
const atAll = (query: string): string => `max_over_time(${query}[2m:30s]) > 0`;

/** Over some minutes, as sessions change hands many times a second. */
const averaged = (query: string): string => `avg_over_time(${query}[5m:30s])`;
