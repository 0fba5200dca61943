import { describe, expect, test } from "vitest";
import type { AnalysisTemplateSpec } from "../../../components/observability/analysis-spec.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { identity, objects } from "./rendered-objects.ts";

describe.each(["staging", "production"] as const)("in %s", (stack) => {
  const captured = capturedStack(stack);

  test("each Rollout has its analysis, which tells no traffic from good", async () => {
    const resources = await captured;
    const analyses = objects<AnalysisTemplateSpec>(resources, "AnalysisTemplate");
    expect(analyses.map(identity).sort()).toEqual(objects(resources, "Rollout").map(identity).sort());
    for (const { metadata, spec } of analyses) {
      expect(spec.args).toEqual([{ name: "release" }]);
      for (const metric of spec.metrics) {
        expect(metric).toMatchObject({
          // CRB's shares are watched for ten minutes, the others' for one.
          interval: metadata.name === "crb-backend" ? "60s" : "10s",
          failureLimit: 1,
          inconclusiveLimit: metric.count - 1,
        });
        // Too few reports to judge by are no reason to wait: the back end's other requests tell whether it was tried.
        const isRare = metric.name === "slow-report-generation";
        expect(metric.successCondition).toMatch(
          isRare
            ? /^!\(len\(result\) > 0 && !isNaN\(result\[0\]\)\) \|\| result\[0\] <= 0\.\d+$/
            : /^len\(result\) > 0 && !isNaN\(result\[0\]\) && result\[0\] <= 0\.\d+$/,
        );
        expect(metric.failureCondition).toMatch(
          /^len\(result\) > 0 && !isNaN\(result\[0\]\) && result\[0\] > 0\.\d+$/,
        );
        expect(metric.provider.prometheus.address).toBe("http://prometheus-operated.monitoring.svc:9090");
      }
    }
  });

  test("the limits are the objectives' own, asked of the new release's pods alone", async () => {
    const limits = Object.fromEntries(
      objects<AnalysisTemplateSpec>(await captured, "AnalysisTemplate").map((analysis) => [
        identity(analysis),
        Object.fromEntries(
          analysis.spec.metrics.map(({ name, failureCondition }) => [
            name,
            failureCondition.split("> ").at(-1),
          ]),
        ),
      ]),
    );
    expect(limits).toEqual({
      [`atlas-ux-${stack}/web`]: { "failed-requests": "0.072", "slow-api-request": "0.15" },
      [`atlas-ux-${stack}/frontend`]: { "failed-requests": "0.072" },
      [`crb-analyser-${stack}/crb-backend`]: {
        "failed-requests": "0.0144",
        "slow-report-generation": "0.15",
      },
      [`crb-analyser-${stack}/crb-frontend`]: { "failed-requests": "0.0144" },
      [`odd-scenes-${stack}/frontend`]: { "failed-requests": "0.0144", "slow-page-request": "0.15" },
      [`odd-scenes-${stack}/backend`]: { "failed-requests": "0.0144", "slow-page-request": "0.15" },
    });
    for (const { metadata, spec } of objects<AnalysisTemplateSpec>(await captured, "AnalysisTemplate")) {
      const selectors = spec.metrics.flatMap(
        ({ provider }) => provider.prometheus.query.match(/\w+\{[^{}]*(\{\{[^{}]*\}\})?[^{}]*\}/g) ?? [],
      );
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) {
        expect(selector).toContain(
          metadata.labels["slipway.dev/workload"] === "static-site"
            ? `service=~"${metadata.namespace}-${metadata.name}-[0-9a-z]+@kubernetescrd"`
            : 'rollouts_pod_template_hash="{{args.release}}"',
        );
      }
    }
  });

  test("Prometheus asks every HTTP service, and learns which release answers", async () => {
    const monitors = objects<object>(await captured, "PodMonitor").filter(
      ({ metadata }) => metadata.labels["slipway.dev/workload"] === "http-service",
    );
    const asked = systems.flatMap(({ name, services }) =>
      Object.entries(services).flatMap(([service, { kind }]) =>
        kind === "http-service" ? [`${name}-${stack}/${service}`] : [],
      ),
    );
    expect(monitors.map(identity).sort()).toEqual(asked.sort());
    for (const { spec } of monitors) {
      expect(spec).toMatchObject({
        jobLabel: "app.kubernetes.io/name",
        podTargetLabels: ["rollouts-pod-template-hash"],
        podMetricsEndpoints: [{ port: "http", path: "/metrics", interval: "15s" }],
      });
    }
  });
});
