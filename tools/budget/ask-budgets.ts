import {
  fewestBad,
  promiseOf,
  unknownLevelAlert,
} from "../../components/observability/service-levels/service-level-alerts.ts";
import {
  burnRateRecorded,
  coverage,
  objectiveRecorded,
  remainingBudgetRecorded,
  requestsRecorded,
} from "../../components/observability/service-levels/service-level-records.ts";
import {
  type ServiceLevel,
  serviceLevels,
} from "../../components/observability/service-levels/service-level.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { periodOf } from "../../model/objective-period.ts";
import type { System } from "../../model/system.ts";
import type { Answers, Prometheus } from "../prometheus/prometheus.ts";
import {
  type BudgetVerdict,
  type RecordedBudget,
  type SystemVerdict,
  systemVerdicts,
} from "./objective-budget.ts";

/** One objective at one service, as it is declared and as it stands. */
export interface ObjectiveBudget extends RecordedBudget {
  readonly objective: string;
  readonly service: string;
  readonly promise: string;
  /** Days over which it counts. */
  readonly days: number;
  /** The target that is declared, from 0 to 1. */
  readonly declared: number;
  readonly verdict: BudgetVerdict;
  /** Whether features wait when it is spent. */
  readonly holdsUp: boolean;
  /** Whether an alert says that what is counted can't be so. */
  readonly isDoubtful: boolean;
}

/** A system's objectives, and what follows from them. */
export interface SystemBudget {
  readonly system: string;
  readonly verdict: SystemVerdict;
  readonly objectives: readonly ObjectiveBudget[];
}

/** What is asked of each objective, in PromQL, by what the answer is called. */
const questions: Readonly<Record<keyof RecordedBudget, (level: ServiceLevel) => string>> = {
  target: objectiveRecorded,
  remaining: remainingBudgetRecorded,
  burn: burnRateRecorded,
  counted: (level) => coverage(level, periodOf(level.objective)),
  requests: (level) => `sum_over_time(${requestsRecorded(level)}[${periodOf(level.objective)}])`,
};

const isDoubted = ({ id, namespace }: ServiceLevel): string =>
  `max(ALERTS{alertname="${unknownLevelAlert}",alertstate="firing",slo="${id}",namespace="${namespace}"})`;

/** @throws Unanswered when Prometheus does not answer. */
export async function askBudget(
  prometheus: Prometheus,
  stack: EnvironmentName,
  system: System,
): Promise<SystemBudget> {
  const levels = serviceLevels({ name: stack }, { system });
  const answers = await prometheus.ask(
    new Map(
      levels.flatMap((level) =>
        Object.entries({ ...questions, doubtful: isDoubted }).map(
          ([what, query]) => [keyOf(level, what), query(level)] as const,
        ),
      ),
    ),
  );
  const judged = levels.map((level) => ({
    recorded: recordedBudget(answers, level),
    holdsUp: fewestBad(level, "page") !== undefined,
  }));
  const verdicts = systemVerdicts(judged);
  return {
    system: system.name,
    verdict: verdicts.system,
    objectives: levels.map((level, index) => ({
      objective: level.id,
      service: level.part,
      promise: promiseOf(level),
      days: periodOf(level.objective).wholeSeconds / 86_400,
      declared: level.objective.target.partsPerMillion / 1_000_000,
      ...judged[index]?.recorded,
      verdict: verdicts.objectives[index] ?? "unknown",
      holdsUp: judged[index]?.holdsUp ?? true,
      isDoubtful: answers.has(keyOf(level, "doubtful")),
    })),
  };
}

const keyOf = ({ id }: ServiceLevel, what: string): string => `${id} ${what}`;

const recordedBudget = (answers: Answers, level: ServiceLevel): RecordedBudget =>
  Object.fromEntries(
    Object.keys(questions).flatMap((what) => {
      const value = answers.get(keyOf(level, what));
      return value === undefined ? [] : [[what, value]];
    }),
  );
