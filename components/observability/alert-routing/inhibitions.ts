import { type Inhibition, isExactly, isOneOf, isSet, type Matcher } from "./routing.ts";

/** What follows from an alert so plainly that it tells nobody anything new. */
interface Consequence {
  readonly of: string;
  readonly hides: readonly string[];
  /** Whether it is about the same part. @default true */
  readonly samePart?: boolean;
}

/**
 * What is hidden by what. Nothing is hidden that says how to mend it, or that data is in danger: archives, copies and volumes stay. A
 * service that is down is told of beside its database, since users see the one and people mend the other.
 */
export const consequences: readonly Consequence[] = [
  {
    of: "ServiceDown",
    hides: [
      "ErrorBudgetBurnsFast",
      "ErrorBudgetBurnsSlowly",
      "RequestsStopped",
      "ServiceLevelUnknown",
      "PublicUrlDown",
      "PublicUrlSlow",
      "TicksMissed",
      "TicksStopped",
    ],
  },
  // What users can't reach keeps no promise to them.
  { of: "PublicUrlDown", hides: ["ErrorBudgetBurnsFast", "ErrorBudgetBurnsSlowly", "RequestsStopped"] },
  { of: "TicksStopped", hides: ["ErrorBudgetBurnsFast", "ErrorBudgetBurnsSlowly", "TicksMissed"] },
  {
    of: "PostgresDown",
    hides: [
      "PostgresConnectionsNearLimit",
      "PostgresNoStandby",
      "PostgresStandbyBehind",
      "PostgresStandbyMissing",
    ],
  },
  // A pooler is a part of its own, and stands before the one cluster that serves.
  {
    of: "PostgresDown",
    hides: ["PoolerClientsWaiting", "PoolerSessionsNearLimit", "PoolerWaitTooLong"],
    samePart: false,
  },
  { of: "PoolerDown", hides: ["PoolerClientsWaiting", "PoolerSessionsNearLimit", "PoolerWaitTooLong"] },
  { of: "RedisDown", hides: ["RedisConnectionsRejected", "RedisReplicaMissing"] },
  // A budget that goes fast goes slowly too. Staging has both as tickets.
  { of: "ErrorBudgetBurnsFast", hides: ["ErrorBudgetBurnsSlowly"] },
];

/**
 * What is hidden in a system while something else fires.
 * @param own What all of its alerts match.
 */
export const inhibitions = (own: readonly Matcher[]): readonly Inhibition[] => [
  // A page about an objective hides every ticket about the same one. Without a name of an objective, any page would hide all tickets.
  {
    source: [...own, isExactly("severity", "page"), isSet("slo")],
    target: [...own, isExactly("severity", "ticket"), isSet("slo")],
    equal: ["namespace", "slo"],
  },
  ...consequences.map(({ of, hides, samePart = true }) => ({
    source: [...own, isExactly("alertname", of)],
    target: [...own, isOneOf("alertname", hides)],
    equal: ["namespace", ...(samePart ? ["part"] : []), ...(of === "ErrorBudgetBurnsFast" ? ["slo"] : [])],
  })),
];
