import { z } from "zod";

// The kinds of openslo/v1, as its specification describes them: nothing is left out, and nothing else may stand there.

const shorthand = z
  .string()
  .regex(/^[1-9]\d*[mhdwMQY]$/, "write a whole number and one of m, h, d, w, M, Q, Y");
const noTime = z.string().regex(/^\d+[mhdwMQY]$/, "write a whole number and one of m, h, d, w, M, Q, Y");
const description = z.string().max(1050).optional();
const name = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "write lower-case letters, digits and dashes");

const metadata = z.strictObject({
  name,
  displayName: z.string().optional(),
  labels: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const metric = z.strictObject({
  metricSource: z.strictObject({
    metricSourceRef: z.string().optional(),
    type: z.string().optional(),
    spec: z.record(z.string(), z.unknown()).optional(),
  }),
});

const indicator = z.strictObject({
  description,
  thresholdMetric: metric.optional(),
  ratioMetric: z
    .strictObject({
      counter: z.boolean().optional(),
      good: metric.optional(),
      bad: metric.optional(),
      total: metric.optional(),
      rawType: z.enum(["success", "failure"]).optional(),
      raw: metric.optional(),
    })
    .optional(),
});

const operator = z.enum(["lte", "gte", "lt", "gt"]);
const inlineIndicator = z.strictObject({ kind: z.literal("SLI").optional(), metadata, spec: indicator });

const condition = z.strictObject({
  description,
  severity: z.string(),
  condition: z.strictObject({
    kind: z.literal("burnrate").optional(),
    op: operator,
    threshold: z.number(),
    lookbackWindow: shorthand,
    alertAfter: noTime.optional(),
  }),
});

const policy = z.strictObject({
  description,
  alertWhenNoData: z.boolean().optional(),
  alertWhenResolved: z.boolean().optional(),
  alertWhenBreaching: z.boolean().optional(),
  conditions: z
    .array(
      z.union([
        z.strictObject({ conditionRef: z.string() }),
        z.strictObject({ kind: z.literal("AlertCondition"), metadata, spec: condition }),
      ]),
    )
    .length(1),
  notificationTargets: z.array(
    z.union([
      z.strictObject({ targetRef: z.string() }),
      z.strictObject({ kind: z.literal("AlertNotificationTarget"), metadata, spec: z.unknown() }),
    ]),
  ),
});

const slo = z.strictObject({
  description,
  service: z.string(),
  indicator: inlineIndicator.optional(),
  indicatorRef: z.string().optional(),
  timeWindow: z
    .array(
      z.strictObject({
        duration: shorthand,
        isRolling: z.boolean().optional(),
        calendar: z.strictObject({ startTime: z.string(), timeZone: z.string() }).optional(),
      }),
    )
    .max(1)
    .optional(),
  budgetingMethod: z.enum(["Occurrences", "Timeslices", "RatioTimeslices"]),
  objectives: z
    .array(
      z.strictObject({
        displayName: z.string().optional(),
        op: operator.optional(),
        value: z.number().optional(),
        target: z.number().min(0).lt(1).optional(),
        targetPercent: z.number().min(0).lt(100).optional(),
        timeSliceTarget: z.number().min(0).max(1).optional(),
        timeSliceWindow: z.union([z.number(), shorthand]).optional(),
        indicator: inlineIndicator.optional(),
        indicatorRef: z.string().optional(),
        compositeWeight: z.number().positive().optional(),
      }),
    )
    .min(1),
  alertPolicies: z
    .array(
      z.union([
        z.strictObject({ alertPolicyRef: z.string() }),
        z.strictObject({ kind: z.literal("AlertPolicy"), metadata, spec: policy }),
      ]),
    )
    .optional(),
});

const versioned = { apiVersion: z.literal("openslo/v1"), metadata };

/** Any document of openslo/v1. */
export const openSloDocument = z.discriminatedUnion("kind", [
  z.strictObject({ ...versioned, kind: z.literal("SLO"), spec: slo }),
  z.strictObject({ ...versioned, kind: z.literal("SLI"), spec: indicator }),
  z.strictObject({ ...versioned, kind: z.literal("AlertPolicy"), spec: policy }),
  z.strictObject({ ...versioned, kind: z.literal("AlertCondition"), spec: condition }),
  z.strictObject({
    ...versioned,
    kind: z.literal("AlertNotificationTarget"),
    spec: z.strictObject({ target: z.string(), description }),
  }),
  z.strictObject({
    ...versioned,
    kind: z.literal("DataSource"),
    spec: z.strictObject({
      description,
      type: z.string(),
      connectionDetails: z.unknown().optional(),
    }),
  }),
  z.strictObject({ ...versioned, kind: z.literal("Service"), spec: z.strictObject({ description }) }),
]);

export type OpenSlo = z.infer<typeof openSloDocument>;
export type SloSpec = z.infer<typeof slo>;
export type IndicatorSpec = z.infer<typeof indicator>;
export type ConditionSpec = z.infer<typeof condition>;
export type Metric = z.infer<typeof metric>;
