import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import {
  annotations,
  container,
  labels,
  neighbours as ofDeployment,
  podSpec,
  resource,
  settled,
  type Json,
} from "./workloads.ts";

const analysis: Json = {
  templates: [{ templateName: "web" }],
  args: [{ name: "release", valueFrom: { podTemplateHashValue: "Latest" } }],
};

const canary: Json = {
  canaryService: "web-canary",
  stableService: "web",
  steps: [{ setWeight: 10 }, { analysis }, { setWeight: 100 }],
};

const service = (name: string) =>
  resource(
    "kubernetes:core/v1:Service",
    {
      metadata: { name, namespace: "shop", labels },
      spec: { selector: { "app.kubernetes.io/name": "web" }, ports: [{ port: 80, targetPort: "http" }] },
    },
    name,
  );

/** What a release needs besides itself, so that no rule objects to it. */
const neighbours = [
  ...ofDeployment,
  service("web"),
  service("web-canary"),
  resource("kubernetes:argoproj.io/v1alpha1:AnalysisTemplate", {
    metadata: { name: "web", namespace: "shop", labels },
    spec: {
      args: [{ name: "release" }],
      metrics: [
        {
          failureLimit: 1,
          successCondition: "len(result) > 0 && !isNaN(result[0]) && result[0] <= 0.01",
          provider: { prometheus: { query: 'errors{rollouts_pod_template_hash="{{args.release}}"}' } },
        },
      ],
    },
  }),
];

/** A Rollout as a stack declares it; what is changed is in its specification. */
const rollout = (spec: Json = {}, metadata: Json = {}) =>
  resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
    metadata: { name: "web", namespace: "shop", labels, annotations, ...metadata },
    spec: {
      strategy: { canary },
      selector: { matchLabels: { "app.kubernetes.io/name": "web" } },
      template: { metadata: { labels }, spec: podSpec(settled) },
      ...spec,
    },
  });

const withContainer = (changes: Json) =>
  rollout({ template: { metadata: { labels }, spec: podSpec({ containers: [container(changes)] }) } });

const autoscaler = (kind: string) =>
  resource(
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    {
      metadata: { name: "web", namespace: "shop", labels },
      spec: {
        scaleTargetRef: {
          apiVersion: kind === "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1",
          kind,
          name: "web",
        },
        minReplicas: 2,
        maxReplicas: 5,
      },
    },
    "web-autoscaler",
  );

describe("a Rollout", () => {
  it("that is as it should be, under an autoscaler, has nothing against it", async () => {
    expect(await judge([rollout(), autoscaler("Rollout"), ...neighbours], { rules })).toEqual([]);
    const blueGreen = rollout({
      replicas: 2,
      strategy: { blueGreen: { activeService: "web", postPromotionAnalysis: analysis } },
    });
    expect(await judge([blueGreen, ...neighbours], { rules })).toEqual([]);
  });

  it.each<[string, Json]>([
    ["require-liveness-probe", { livenessProbe: undefined }],
    ["require-readiness-probe", { readinessProbe: undefined }],
    ["require-requests-and-limits", { resources: { requests: { cpu: "100m" } } }],
    ["require-image-digest", { image: "registry.example/shop/web:1.2.0" }],
    ["no-latest-tag", { image: "registry.example/shop/web" }],
    ["read-only-root-filesystem", { securityContext: {} }],
    ["require-run-as-non-root", { securityContext: {} }],
    ["no-privilege-escalation", { securityContext: {} }],
    ["require-drop-all-capabilities", { securityContext: {} }],
  ])("is judged by %s as a Deployment is", async (name, changes) => {
    const rule = rules.filter((candidate) => candidate.name === name);
    expect(rule).toHaveLength(1);
    const violations = await judge([withContainer(changes)], { rules: rule });
    expect(violations.length).toBeGreaterThan(0);
    expect(violations[0]?.message).toContain("Rollout shop/web");
    expect(await judge([rollout()], { rules: rule })).toEqual([]);
  });

  it("says which version it runs, as every workload does", async () => {
    const unversioned = Object.fromEntries(
      Object.entries(labels).filter(([key]) => key !== "app.kubernetes.io/version"),
    );
    const violations = await judge([rollout({ replicas: 2 }, { labels: unversioned }), ...neighbours], {
      rules,
    });
    expect(violations).toHaveLength(1);
    expect(violations[0]?.message).toContain("lacks app.kubernetes.io/version");
  });

  it("states no replicas under an autoscaler that names it, and may under one that names a Deployment", async () => {
    const violations = await judge([rollout({ replicas: 3 }), autoscaler("Rollout"), ...neighbours], {
      rules,
    });
    expect(violations).toHaveLength(1);
    expect(violations[0]?.message).toContain("Rollout shop/web: spec.replicas is 3");
    const misled = await judge([rollout({ replicas: 3 }), autoscaler("Deployment"), ...neighbours], {
      rules,
    });
    expect(misled.map(({ policy }) => policy)).toEqual(["hpa-target-exists"]);
  });

  it("is nothing for a singleton, since both releases run side by side", async () => {
    const single = { ...labels, "slipway.dev/workload": "singleton" };
    const violations = await judge(
      [rollout({ replicas: 1, template: { metadata: { labels: single }, spec: podSpec() } })],
      { rules },
    );
    expect(violations.map(({ message }) => message).join()).toContain(
      "is Rollout, which runs the old and the new version side by side",
    );
  });
});
