import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { serviceLevels } from "../../../components/observability/service-levels/service-level.ts";
import { availability, latency, type Objective } from "../../../model/objective.ts";
import { days, milliseconds } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { declarationOf } from "../../../tools/openslo/declaration.ts";
import { type OpenSloDocument, sharedDocuments, sloDocument } from "../../../tools/openslo/documents.ts";
import { importOpenSlo } from "../../../tools/openslo/import.ts";
import { openSloDocument } from "../../../tools/openslo/schema.ts";
import { realEnvironment } from "../../support/declarations.ts";

const environment = realEnvironment("production");

const documentsOf = (own: (typeof environment.systems)[number], objectives: readonly Objective[]) => {
  const levels = serviceLevels(environment, { system: { ...own.system, objectives } });
  return [...levels.map((level) => sloDocument(level, own.system.owner)), ...sharedDocuments(levels)];
};

const yamlOf = (documents: readonly OpenSloDocument[]): string =>
  documents
    .map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }))
    .join("---\n");

/** What is measured by requests, and so has words in OpenSLO that others use. */
const byRequests = (objectives: readonly Objective[]): readonly Objective[] =>
  objectives.filter(
    (objective) =>
      objective.kind === "availability" ||
      (objective.kind === "latency" && objective.services.length > 0 && !("measured" in objective)),
  );

describe.each(environment.systems.map((own) => [own.system.name, own] as const))(
  "the objectives of %s",
  (_, own) => {
    test("are documents as the specification wants them", () => {
      const documents = documentsOf(own, own.system.objectives);
      expect(documents.length).toBeGreaterThan(0);
      expect(documents.map((document) => openSloDocument.safeParse(document).error?.issues)).toEqual(
        documents.map(() => undefined),
      );
    });

    test("are the same once they are read back", () => {
      const objectives = byRequests(own.system.objectives);
      expect(importOpenSlo(yamlOf(documentsOf(own, objectives)))).toEqual({ objectives, problems: [] });
    });
  },
);

test("any objective on requests is the same once it is read back", () => {
  const [own] = environment.systems;
  if (!own) throw new Error("There is no system");
  const period = fc.constantFrom({}, ...[7, 28, 90].map((length) => ({ period: days(length) })));
  const target = fc.integer({ min: 980_000, max: 999_999 }).map((parts) => percent(parts / 10_000));
  const available = fc.record({ target, period }).map((given) => availability(given.target, given.period));
  const timed = fc
    .record({
      target,
      period,
      within: fc.integer({ min: 1, max: 120_000 }),
      path: fc.constantFrom({}, { path: "/v1/jobs" }),
      histogram: fc.constantFrom({}, { histogram: "native" as const }),
    })
    .map((given) =>
      latency({
        of: "API request",
        within: milliseconds(given.within),
        target: given.target,
        services: ["web"],
        ...given.period,
        ...given.path,
        ...given.histogram,
      }),
    );
  fc.assert(
    fc.property(available, timed, (...objectives) => {
      expect(importOpenSlo(yamlOf(documentsOf(own, objectives)))).toEqual({ objectives, problems: [] });
    }),
    { numRuns: 50 },
  );
});

test("what is read is printed as a system declares it", () => {
  expect(
    declarationOf([
      availability(percent(99.95), { period: days(28) }),
      latency({
        of: "API request",
        within: milliseconds(1_500),
        target: percent(95),
        services: ["web", "admin"],
        path: "/v1/jobs",
        histogram: "native",
      }),
    ]),
  ).toMatchInlineSnapshot(`
    "  objectives: [
        availability(percent(99.95), { period: days(28) }),
        latency({ of: "API request", within: milliseconds(1500), target: percent(95), services: ["web", "admin"], path: "/v1/jobs", histogram: "native" }),
      ],
    "
  `);
});

const slo = (change: object = {}, objective: object = { target: 0.99 }) => ({
  apiVersion: "openslo/v1",
  kind: "SLO",
  metadata: { name: "checkout" },
  spec: {
    service: "shop",
    indicator: {
      metadata: { name: "checkout" },
      spec: {
        ratioMetric: {
          counter: true,
          good: prometheus('sum(http_requests_total{job="shop",status!~"5.."})'),
          total: prometheus('sum(http_requests_total{job="shop"})'),
        },
      },
    },
    timeWindow: [{ duration: "4w", isRolling: true }],
    budgetingMethod: "Occurrences",
    objectives: [objective],
    ...change,
  },
});

const prometheus = (query: string) => ({ metricSource: { type: "Prometheus", spec: { query } } });
const ratio = (ratioMetric: object) => ({
  indicator: { metadata: { name: "checkout" }, spec: { ratioMetric } },
});
const problemsOf = (...documents: readonly object[]) =>
  importOpenSlo(documents.map((document) => stringify(document)).join("---\n")).problems;

test("what others wrote is read where it is a share of requests", () => {
  expect(importOpenSlo(stringify(slo()))).toEqual({
    objectives: [availability(percent(99), { period: days(28) })],
    problems: [],
  });
});

test.each([
  ["another budget", slo({ budgetingMethod: "Timeslices" }), "spec.budgetingMethod", "Occurrences"],
  ["a calendar", slo({ timeWindow: [{ duration: "1M" }] }), "spec.timeWindow[0]", "rolling"],
  [
    "another period",
    slo({ timeWindow: [{ duration: "14d", isRolling: true }] }),
    "spec.timeWindow[0].duration",
    "14d",
  ],
  ["no target", slo({}, {}), "spec.objectives[0]", "either target or targetPercent"],
  ["too exact a target", slo({}, { targetPercent: 99.99999 }), "spec.objectives[0]", "99.99999"],
  [
    "a weight",
    slo({}, { target: 0.9, compositeWeight: 2 }),
    "spec.objectives[0].compositeWeight",
    "leave it out",
  ],
  ["no indicator", slo({ indicator: undefined, indicatorRef: "other" }), "spec.indicatorRef", "other"],
  [
    "a threshold",
    slo({ indicator: { metadata: { name: "x" }, spec: { thresholdMetric: prometheus("x") } } }),
    "spec.indicator.spec.thresholdMetric",
    "ratioMetric",
  ],
  [
    "a share",
    slo(ratio({ rawType: "success", raw: prometheus("x") })),
    "spec.indicator.spec.ratioMetric.raw",
    "total",
  ],
  [
    "no count",
    slo(ratio({ total: prometheus("sum(rate(x[5m]))"), good: prometheus("x") })),
    "spec.indicator.spec.ratioMetric.total",
    "rate(x[5m])",
  ],
  [
    "another source",
    slo(ratio({ total: { metricSource: { type: "Datadog", spec: {} } }, good: prometheus("x") })),
    "spec.indicator.spec.ratioMetric.total",
    "Datadog",
  ],
  [
    "a part of the requests",
    slo(
      ratio({
        good: prometheus('sum(http_requests_total{job="shop",tenant="a",status!~"5.."})'),
        total: prometheus('sum(http_requests_total{job="shop",tenant="a"})'),
      }),
    ),
    "spec.indicator.spec.ratioMetric.total",
    'tenant="a"',
  ],
  [
    "another ratio",
    slo(ratio({ total: prometheus("sum(x)"), good: prometheus("sum(y)") })),
    "spec.indicator.spec.ratioMetric.good",
    '"y"',
  ],
  [
    "policies that are not there",
    slo({ alertPolicies: [{ alertPolicyRef: "mine" }] }),
    "spec.alertPolicies[0]",
    "leave it out",
  ],
])("%s is refused, with the path, the value and what to write", (_, document, path, told) => {
  const problems = problemsOf(document);
  expect(problems.map((problem) => problem.path)).toEqual([`checkout.${path}`]);
  expect(problems[0]?.message).toContain(told);
});

test("every problem is told at once, of what has not the right shape too", () => {
  const others = [slo({ budgetingMethod: "Guessing" }), { apiVersion: "openslo/v2", kind: "SLO" }];
  const paths = problemsOf(slo({ budgetingMethod: "Timeslices" }, {}), ...others).map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "checkout.spec.budgetingMethod",
      "checkout.spec.objectives[0]",
      "document 2.spec.budgetingMethod",
      "document 3.apiVersion",
    ]),
  );
});

test("a file without an objective is told", () => {
  expect(
    problemsOf({ apiVersion: "openslo/v1", kind: "Service", metadata: { name: "x" }, spec: {} }),
  ).toEqual([{ path: "file", message: "has no document of the kind SLO; give one for each objective" }]);
});
