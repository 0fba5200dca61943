import { labelled } from "../made-up-series.ts";
import type { RuleTest } from "../rule-file.ts";

// What may befall payments of CRB Analyser, each minute (SLO-30).

const of = (metric: string, labels: Readonly<Record<string, string>> = {}): string =>
  labelled(metric, {
    namespace: "crb-analyser-production",
    job: "crb-backend",
    instance: "a",
    pod: "a",
    ...labels,
  });
const payments = (outcome: string): string => of("payments_total", { outcome });

const course = (
  name: string,
  at: number,
  outcomes: Readonly<Record<string, string>>,
  fires: readonly string[] = [],
): RuleTest => ({
  name,
  at,
  fires,
  series: {
    [of("up")]: 1,
    ...Object.fromEntries(Object.entries(outcomes).map(([outcome, values]) => [payments(outcome), values])),
  },
});

const onceAMinute = "0+1x99";

export const paymentCourses: readonly RuleTest[] = [
  course("all are paid", 40, { succeeded: onceAMinute, failed: "0x99" }),
  course("two fail", 41, { succeeded: onceAMinute, failed: "0x39 1 2x99" }),
  course("three fail, the first of their kind", 42, { succeeded: onceAMinute, failed: "_x40 1 2 3x99" }, [
    "PaymentsFailing",
  ]),
  course("three fail, before the third", 41, { succeeded: onceAMinute, failed: "_x40 1 2 3x99" }),
  course("three failed, half an hour ago", 75, { succeeded: onceAMinute, failed: "_x40 1 2 3x99" }),
  course("three failed, half an hour ago, and nobody has paid since", 75, {
    succeeded: "0+1x40 40x58",
    failed: "_x40 1 2 3x99",
  }),
  course("three of a hundred a minute fail", 42, { succeeded: "0+100x99", failed: "_x40 1 2 3x99" }),
  course("customers' banks decline all", 40, { succeeded: "0x99", declined: onceAMinute, failed: "0x99" }),
  course("nobody pays, and the only one who tries can't", 40, { failed: "0x30 1x99" }),
  course("all fail", 10, { succeeded: "0x99", failed: "0+1x99" }, ["PaymentsFailing"]),
];
