import {
  availability,
  durability,
  freshness,
  latency,
  missedTicks,
  type Objective,
  waitingWork,
} from "../../model/objective.ts";
import { milliseconds, seconds } from "../../model/quantities/duration.ts";
import { percent } from "../../model/quantities/percentage.ts";
import { atlasMetrics } from "./metrics.ts";

/** What Atlas UX promises (SLO-01…05). */
export const atlasObjectives: readonly Objective[] = [
  availability(percent(99.5)),
  latency({ of: "API request", within: milliseconds(500), target: percent(95), services: ["web"] }),
  freshness({
    of: "engine tick",
    within: seconds(10),
    target: percent(99),
    service: "engine-worker",
    lateness: atlasMetrics.tickDelay,
    undone: missedTicks(),
  }),
  freshness({
    of: "mail",
    within: seconds(60),
    target: percent(95),
    service: "email-worker",
    lateness: atlasMetrics.mailDelay,
    undone: waitingWork({ oldest: atlasMetrics.mailAge, depth: atlasMetrics.mailQueue }),
  }),
  durability(percent(99.99)),
];
