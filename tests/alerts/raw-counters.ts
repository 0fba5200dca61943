import type { Counter } from "../../components/observability/counter.ts";
import type { Indicator } from "../../components/observability/service-level-indicators.ts";
import { labelled } from "./made-up-series.ts";
import { counted } from "./service-level-series.ts";

/** Values that labels of our programs and of the gateway have, to choose one from that a condition is met by. */
const known = ["/api/reports", "/v1/jobs", "200", "503", "GET", "10.0.0.3:8000", "0.5", "2", "120", "http"];

/** A text that a regular expression of the generator's kind matches: alternatives, classes of characters, nothing nested. */
const shortest = (pattern: string): string =>
  (pattern.split("|")[0] ?? "")
    .replaceAll(/\([^)]*\)[?]/g, "")
    .replaceAll("[0-9a-z]+", "80")
    .replaceAll(/\[(.)\]/g, "$1");

const meets = (operator: string, wanted: string, value: string): boolean => {
  const isRegular = operator.includes("~");
  const found = isRegular ? new RegExp(`^(?:${wanted})$`).test(value) : value === wanted;
  return operator.startsWith("!") ? !found : found;
};

/** Labels of a series that a counter's conditions let pass. @throws Error when none is known. */
export function labelsOf(
  { matchers, labels }: Counter,
  fixed: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const conditions = matchers.map((text) => {
    const [, label = "", operator = "", wanted = ""] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(text) ?? [];
    return { label, operator, wanted };
  });
  const names = new Set([...conditions.map(({ label }) => label), ...labels]);
  return Object.fromEntries(
    [...names].map((name) => {
      const own = conditions.filter(({ label }) => label === name);
      const candidates = [
        ...(fixed[name] === undefined ? [] : [fixed[name]]),
        ...own.flatMap(({ operator, wanted }) => (operator === "=" ? [wanted] : [shortest(wanted)])),
        ...known,
      ];
      const value = candidates.find((one) =>
        own.every(({ operator, wanted }) => meets(operator, wanted, one)),
      );
      if (value === undefined) throw new Error(`No value of ${name} meets ${matchers.join(", ")}`);
      return [name, value];
    }),
  );
}

/** What befalls counters beside what they count. */
export type Mishap =
  "none" | "their process begins anew" | "nobody asks for two minutes" | "the first failure makes a series";

/** A fault, in minutes, after minutes that are well. Something may befall the counters in the middle of it. */
export interface Fault {
  readonly wellMinutes: number;
  readonly badMinutes: number;
  readonly requests: number;
  readonly bad: number;
  readonly mishap: Mishap;
}

const instance = "10.0.0.3:8000";

/** Counters of an indicator during a fault, by their names, from zero on. */
export function rawCounters(indicator: Indicator, fault: Fault): Readonly<Record<string, string>> {
  const { wellMinutes, badMinutes, requests, bad, mishap } = fault;
  const early = Math.floor(badMinutes / 2);
  const late = badMinutes - early;
  const counter = (well: number, perBadMinute: number): string => {
    const until = counted([wellMinutes, well], [early, perBadMinute]);
    const reached = wellMinutes * well + early * perBadMinute;
    switch (mishap) {
      case "their process begins anew":
        return `${until} ${perBadMinute}+${perBadMinute}x${late - 1}`;
      case "nobody asks for two minutes":
        return `${until} _x2 ${reached + 3 * perBadMinute}+${perBadMinute}x${late - 3}`;
      case "the first failure makes a series":
        if (well === 0 && badMinutes === 0) return `_x${wellMinutes + 1}`;
        return well === 0 && perBadMinute > 0
          ? `_x${wellMinutes + 1} ${perBadMinute}+${perBadMinute}x${badMinutes - 1}`
          : counted([wellMinutes, well], [badMinutes, perBadMinute]);
      case "none":
        return counted([wellMinutes, well], [badMinutes, perBadMinute]);
    }
  };
  const { total } = indicator;
  const target = { job: "traefik", ...labelsOf({ ...total, labels: [] }) };
  const series = (metric: string, labels: Readonly<Record<string, string>>): string =>
    labelled(metric, { job: "traefik", ...labels, instance });
  const up = { ...("namespace" in target && { namespace: target.namespace }), job: target.job, instance };
  const seen =
    mishap === "nobody asks for two minutes"
      ? `1x${wellMinutes + early} _x2 1x${late - 3}`
      : `1x${wellMinutes + badMinutes}`;
  return {
    [labelled("up", up as Readonly<Record<string, string>>)]: seen,
    ...("good" in indicator
      ? {
          [series(total.metric, labelsOf(total))]: counter(requests, requests),
          [series(indicator.good.metric, labelsOf(indicator.good))]: counter(requests, requests - bad),
        }
      : {
          [series(total.metric, labelsOf(total, { status: "200", code: "200" }))]: counter(
            requests,
            requests - bad,
          ),
          [series(indicator.bad.metric, labelsOf(indicator.bad, { status: "503", code: "503" }))]: counter(
            0,
            bad,
          ),
        }),
  };
}
