import type { AlertRule, RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import type { ServiceLevel } from "../../components/observability/service-levels/service-level.ts";
import { days } from "../../model/quantities/duration.ts";
import { labelled } from "./made-up-series.ts";
import type { Promised } from "./pace-arithmetic.ts";

/** An objective whose rules are tried: what it is called, and what was promised. */
export interface Tried extends Promised {
  readonly id: string;
  /** The labels of all that is recorded of it. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What of a service level the arithmetic goes by, and nothing of its rules. */
export const triedOf = ({ id, namespace, system, environment, part, objective }: ServiceLevel): Tried => ({
  id,
  labels: { slo: id, system, environment, namespace, part },
  badPerMillion: 1_000_000 - objective.target.partsPerMillion,
  periodMinutes: (objective.period ?? days(30)).wholeSeconds / 60,
});

const counts = ["slo:requests:increase1m", "slo:bad_requests:increase1m"] as const;

/** Some of the alerts, and what they go by, but for the counts of requests, which are given. */
export function fromCounts({ groups }: RuleSpec, isTried: (alert: AlertRule) => boolean): RuleSpec {
  return {
    groups: groups.map((group) => {
      const alerts = group.rules.filter((rule) => "alert" in rule && isTried(rule));
      const asked = alerts.map(({ expr }) => expr).join(" ");
      const isAskedFor = (record: string, by: string): boolean =>
        by.includes(`${record}{`) && !counts.some((name) => name === record);
      const direct = group.rules.filter((rule) => "record" in rule && isAskedFor(rule.record, asked));
      const further = direct.map(({ expr }) => expr).join(" ");
      return {
        ...group,
        rules: group.rules.filter(
          (rule) =>
            alerts.includes(rule) ||
            direct.includes(rule) ||
            ("record" in rule && isAskedFor(rule.record, further)),
        ),
      };
    }),
  };
}

/** Minutes that are alike: how many there are, and what was counted in each of them. */
export interface Minutes {
  readonly minutes: number;
  /** @default nobody counted */
  readonly requests?: number;
  /** @default 0 */
  readonly bad?: number;
}

/** The counts of an objective's minutes, by the names of the series. */
export function recorded({ labels }: Tried, spans: readonly Minutes[]): Readonly<Record<string, string>> {
  const some = spans.filter(({ minutes }) => minutes > 0);
  const values = (of: (span: Minutes) => number | undefined): string =>
    some
      .map((span) => {
        const value = of(span);
        // A gap of n is written as so many; a value is there once before it is repeated.
        return value === undefined ? `_x${span.minutes}` : `${value}x${span.minutes - 1}`;
      })
      .join(" ");
  return {
    [labelled(counts[0], labels)]: values(({ requests }) => requests),
    [labelled(counts[1], labels)]: values(({ requests, bad = 0 }) =>
      requests === undefined ? undefined : bad,
    ),
  };
}
