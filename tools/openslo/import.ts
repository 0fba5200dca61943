import { isDeepStrictEqual } from "node:util";
import { parseAllDocuments } from "yaml";
import type { z } from "zod";
import { burnRatesOver, factorOf } from "../../model/burn-rate.ts";
import { objectivePeriod, objectivePeriods } from "../../model/objective-period.ts";
import { type Latency, objectiveName } from "../../model/objective.ts";
import type { Problem } from "../../model/problem.ts";
import { days, type Duration } from "../../model/quantities/duration.ts";
import { type Percentage, percent } from "../../model/quantities/percentage.ts";
import type { RequestObjective } from "./declaration.ts";
import { aboutAnnotation } from "./documents.ts";
import { expressed } from "./expressed.ts";
import { type ConditionSpec, type OpenSlo, openSloDocument, type SloSpec } from "./schema.ts";

/** What was read: the objectives that a system can promise, and everything that it can't, or that is wrong. */
export interface Imported {
  readonly objectives: readonly RequestObjective[];
  readonly problems: readonly Problem[];
}

type Slo = Extract<OpenSlo, { readonly kind: "SLO" }>;

/** Reads documents of openslo/v1, several in a file. The services of a latency are what is called so less the system's name. */
export function importOpenSlo(yaml: string): Imported {
  const problems: Problem[] = [];
  const documents = parseAllDocuments(yaml).flatMap((document, index): OpenSlo[] => {
    const path = `document ${index + 1}`;
    for (const { message } of document.errors) problems.push({ path, message: `is no YAML: ${message}` });
    const content: unknown = document.toJS();
    if (document.errors.length > 0 || content === null) return [];
    const read = openSloDocument.safeParse(content);
    if (read.success) return [read.data];
    problems.push(...read.error.issues.map((issue) => shapeProblem(path, issue)));
    return [];
  });
  const found = documents
    .filter((document): document is Slo => document.kind === "SLO")
    .flatMap((slo) => {
      const { objective, problems: own } = objectiveOf(slo, documents);
      problems.push(...own);
      return objective && own.length === 0 ? [{ name: slo.metadata.name, objective }] : [];
    });
  if (documents.every(({ kind }) => kind !== "SLO") && problems.length === 0)
    problems.push({ path: "file", message: "has no document of the kind SLO; give one for each objective" });
  return { objectives: merged(found, problems), problems };
}

const shapeProblem = (path: string, { path: inner, message }: z.core.$ZodIssue): Problem => ({
  path: [path, ...inner.map(String)].join("."),
  message: `${message}; see the specification of openslo/v1`,
});

function objectiveOf(
  { metadata, spec }: Slo,
  documents: readonly OpenSlo[],
): { readonly objective?: RequestObjective; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const refuse = (field: string, message: string): void => {
    problems.push({ path: `${metadata.name}.spec.${field}`, message });
  };
  if (spec.budgetingMethod !== "Occurrences")
    refuse(
      "budgetingMethod",
      `${spec.budgetingMethod} counts slices of time; only Occurrences, which counts requests, is kept`,
    );
  const period = periodIn(spec, refuse);
  const target = targetIn(spec, refuse);
  const [indicator] = spec.indicator
    ? [spec.indicator.spec]
    : documents.flatMap((each) =>
        each.kind === "SLI" && each.metadata.name === spec.indicatorRef ? [each.spec] : [],
      );
  if (indicator === undefined) {
    refuse(
      "indicatorRef",
      `${spec.indicatorRef ?? "nothing"} is no SLI of this file; put it in, or give an indicator`,
    );
    return { problems };
  }
  refusePolicies(spec, period ?? objectivePeriod, documents, refuse);
  if (target === undefined || period === undefined) return { problems };
  const system = metadata.labels?.["system"];
  const found = expressed({
    indicator,
    service: typeof system === "string" ? spec.service.replace(`${system}-`, "") : spec.service,
    of: metadata.annotations?.[aboutAnnotation],
    target,
    ...(period.wholeSeconds !== objectivePeriod.wholeSeconds && { period }),
  });
  if ("objective" in found) return { objective: found.objective, problems };
  refuse(`indicator.spec.${found.at}`, found.why);
  return { problems };
}

type Refuse = (field: string, message: string) => void;

function periodIn({ timeWindow = [] }: SloSpec, refuse: Refuse): Duration | undefined {
  const [window] = timeWindow;
  if (window === undefined) return objectivePeriod;
  const known = objectivePeriods.join(", ");
  if (window.calendar !== undefined || window.isRolling !== true) {
    refuse("timeWindow[0]", `counts by the calendar; give a window that is rolling, of ${known}`);
    return undefined;
  }
  const [, amount = "", unit = ""] = /^(\d+)(\w)$/.exec(window.duration) ?? [];
  const length = { d: 1, w: 7 }[unit];
  const period = length === undefined ? undefined : days(Number(amount) * length);
  if (period && objectivePeriods.some(({ wholeSeconds }) => wholeSeconds === period.wholeSeconds))
    return period;
  refuse(
    "timeWindow[0].duration",
    `${window.duration} is no period that budgets are counted over; give one of ${known}`,
  );
  return undefined;
}

function targetIn({ objectives }: SloSpec, refuse: Refuse): Percentage | undefined {
  const [only, ...more] = objectives;
  if (more.length > 0) refuse("objectives", `${objectives.length} of them; give each a document of its own`);
  if (only === undefined) return undefined;
  for (const field of [
    "op",
    "value",
    "timeSliceTarget",
    "timeSliceWindow",
    "indicator",
    "indicatorRef",
    "compositeWeight",
  ] as const)
    if (only[field] !== undefined) refuse(`objectives[0].${field}`, "can't be promised; leave it out");
  const { target, targetPercent } = only;
  if ((target === undefined) === (targetPercent === undefined)) {
    refuse("objectives[0]", "give either target or targetPercent");
    return undefined;
  }
  // A millionth is the least that is told apart, and a target is written as a binary fraction.
  const inPercent = targetPercent ?? Math.round((target ?? 0) * 1e10) / 1e8;
  try {
    return percent(inPercent);
  } catch {
    refuse("objectives[0]", `${inPercent} % has more than four decimals; give fewer`);
    return undefined;
  }
}

/** Alerts follow from the target. Policies that ask for others would be lost without a word. */
function refusePolicies(
  { alertPolicies = [] }: SloSpec,
  period: Duration,
  documents: readonly OpenSlo[],
  refuse: Refuse,
): void {
  const ours = burnRatesOver(period);
  const kept = ours.map((rate) => `${factorOf(rate, period)} over ${rate.long}`).join(", ");
  alertPolicies.forEach((policy, index) => {
    const asked = conditionOf(policy, documents)?.condition;
    const isOurs = ours.some(
      (rate) =>
        asked?.lookbackWindow === rate.long.toString() &&
        Math.abs(asked.threshold - factorOf(rate, period)) < 0.01 &&
        asked.op === "gt",
    );
    const given = asked ? `${asked.threshold} over ${asked.lookbackWindow}` : "what is not in this file";
    if (!isOurs)
      refuse(
        `alertPolicies[${index}]`,
        `asks for ${given}; leave it out: alerts follow from the target, at ${kept}`,
      );
  });
}

type Policy = NonNullable<SloSpec["alertPolicies"]>[number];

/** What a policy goes by, be it written there or in a document of its own. */
function conditionOf(policy: Policy, documents: readonly OpenSlo[]): ConditionSpec | undefined {
  const [spec] =
    "spec" in policy
      ? [policy.spec]
      : documents.flatMap((each) =>
          each.kind === "AlertPolicy" && each.metadata.name === policy.alertPolicyRef ? [each.spec] : [],
        );
  const [given] = spec?.conditions ?? [];
  if (given === undefined) return undefined;
  if ("spec" in given) return given.spec;
  const [found] = documents.flatMap((each) =>
    each.kind === "AlertCondition" && each.metadata.name === given.conditionRef ? [each.spec] : [],
  );
  return found;
}

/** One objective for all services that it is promised for. */
function merged(
  found: readonly { readonly name: string; readonly objective: RequestObjective }[],
  problems: Problem[],
): readonly RequestObjective[] {
  const objectives: RequestObjective[] = [];
  for (const { name, objective } of found) {
    const at = objectives.findIndex((other) => objectiveName(other) === objectiveName(objective));
    const other = objectives[at];
    if (other === undefined) objectives.push(objective);
    else if (!isDeepStrictEqual(withoutServices(other), withoutServices(objective)))
      problems.push({
        path: name,
        message: `promises something else than one before it that is called ${objectiveName(objective)} too; give the documents of one system, which promises it alike for all of its services`,
      });
    else if (other.kind === "latency" && objective.kind === "latency")
      objectives[at] = {
        ...other,
        services: [...new Set([...other.services, ...objective.services])],
      } satisfies Latency;
  }
  return objectives;
}

const withoutServices = (objective: RequestObjective): unknown => ({ ...objective, services: undefined });
