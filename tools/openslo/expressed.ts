import { requestDuration } from "../../components/observability/request-metrics.ts";
import type { Budgeted } from "../../model/objective-period.ts";
import { availability, latency, type Latency } from "../../model/objective.ts";
import { milliseconds } from "../../model/quantities/duration.ts";
import type { Percentage } from "../../model/quantities/percentage.ts";
import { objectiveCall, type RequestObjective } from "./declaration.ts";
import { type CountQuery, countQuery, furtherMatchers } from "./queries.ts";
import type { IndicatorSpec, Metric } from "./schema.ts";

/** An objective of OpenSLO as a system declares it, or why a system can't. */
export type Expressed =
  { readonly objective: RequestObjective } | { readonly at: string; readonly why: string };

interface Promised extends Budgeted {
  readonly target: Percentage;
}

interface Given extends Promised {
  readonly indicator: IndicatorSpec;
  readonly service: string;
  /** What it is about, where the document says so. */
  readonly of: string | undefined;
}

const failures = /^(?:status|code)=~"5(?:\.\.|xx)"$/;
const answers = /^(?:status|code)!~"5(?:\.\.|xx)"$/;
const bound = /^le=~?"([\d.]+)(?:\(\[\.\]0\)\?)?"$/;
const route = /^path="(.*)"$/;
/** What says whose requests are counted, and not which of them. Paths that are left out are those of probes, which no objective counts here. */
const whose = /^(?:(?:job|service|app|namespace|cluster|environment|env|system)\s*=~?|path\s*!~)\s*"/;

/** Which kind of objective an indicator is, by what it counts: failures of servers, or answers within a bound. */
export function expressed({ indicator, service, of, target, period }: Given): Expressed {
  const budget: Budgeted = period === undefined ? {} : { period };
  if (indicator.thresholdMetric || !indicator.ratioMetric)
    return {
      at: "thresholdMetric",
      why: "a threshold of a metric is no share of events; count the good ones of all, as a ratioMetric",
    };
  const { good, bad, total, raw, counter } = indicator.ratioMetric;
  if (raw)
    return {
      at: "ratioMetric.raw",
      why: "a share that is worked out already can't be summed over windows; give total, and good or bad",
    };
  if (!total || (good === undefined) === (bad === undefined))
    return { at: "ratioMetric", why: "give total, and either good or bad" };
  if (counter === false)
    return {
      at: "ratioMetric.counter",
      why: "false: only what grows can be counted; give counters, and true",
    };
  const all = asked(total);
  const some = asked(good ?? bad ?? total);
  const at = `ratioMetric.${good ? "good" : "bad"}`;
  if (typeof all === "string") return { at: "ratioMetric.total", why: all };
  if (typeof some === "string") return { at, why: some };
  const narrowed = all.matchers.filter((matcher) => !whose.test(matcher) && !route.test(matcher));
  if (narrowed.length > 0)
    return {
      at: "ratioMetric.total",
      why: `counts only those with ${narrowed.join(" and ")}: a system promises something of all requests of a service, or of one path="…"; leave the rest out if all may be counted`,
    };
  const path = all.matchers.map((matcher) => route.exec(matcher)?.[1]).find((found) => found !== undefined);
  const [further, ...more] = furtherMatchers(some, all);
  const isFailure =
    all.metric === some.metric && more.length === 0 && (bad ? failures : answers).test(further ?? "");
  if (isFailure && path === undefined) return { objective: availability(target, budget) };
  const within = good && secondsWithin(some, all);
  if (within === undefined)
    return {
      at,
      why: `can't be told from ${JSON.stringify(some)}: a system promises that answers are no failure (status=~"5..") or come within a bound (le, or histogram_fraction)`,
    };
  const timed: Omit<Latency, "kind"> = {
    of: of ?? "request",
    within: milliseconds(Math.round(within * 1000)),
    target,
    services: [service],
    ...budget,
    ...(some.atMost !== undefined && { histogram: "native" as const }),
    ...(path !== undefined && { path }),
  };
  const objective = latency(timed);
  const histogram = histogramOf(all);
  if (histogram === requestDuration) return { objective };
  // Counted by the requests it would be another promise, and what else a program shows has no name here.
  const declared = objectiveCall(objective, `<${histogram} of its metrics>`);
  return {
    at,
    why: `counts ${histogram}, and requests are timed by ${requestDuration}; if a program of the system shows it, write ${declared}`,
  };
}

/** What a histogram is called whose series are asked for. */
const histogramOf = ({ metric }: CountQuery): string => metric.replace(/_(?:bucket|count)$/, "");

/** The bound within which the good ones are, in seconds; nothing where they are told by something else. */
function secondsWithin(good: CountQuery, all: CountQuery): number | undefined {
  if (good.atMost !== undefined)
    return good.metric === all.metric && furtherMatchers(good, all).length === 0 ? good.atMost : undefined;
  const [further = "", ...more] = furtherMatchers(good, all);
  const seconds = bound.exec(further)?.[1];
  const isItsBucket = good.metric.endsWith("_bucket") && histogramOf(good) === histogramOf(all);
  return seconds !== undefined && more.length === 0 && isItsBucket ? Number(seconds) : undefined;
}

/** What a metric counts, or what is wrong with how it is asked for. */
function asked({ metricSource: { type, metricSourceRef, spec } }: Metric): CountQuery | string {
  if (type !== undefined && type.toLowerCase() !== "prometheus")
    return `${type} is not asked; give a metricSource of the type Prometheus`;
  if (type === undefined && metricSourceRef === undefined)
    return "says no type; give a metricSource of the type Prometheus";
  const query = spec?.["query"];
  if (typeof query !== "string") return "has no spec.query; give the PromQL there";
  return (
    countQuery(query) ??
    `${JSON.stringify(query)} is more than a count; give sum(<series>), as rates and windows are added here`
  );
}
