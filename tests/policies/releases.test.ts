import { tryRules } from "./rule-cases.ts";
import { type Json, resource, unknownObject, unknownText } from "./workloads.ts";

const metadata = { name: "web", namespace: "shop" };
const rollout = (strategy: Json, environment = "production") =>
  resource("kubernetes:argoproj.io/v1alpha1:Rollout", {
    metadata: { ...metadata, labels: { "slipway.dev/environment": environment } },
    spec: { strategy },
  });
const template = (spec: Json, kind = "AnalysisTemplate", name = "web") =>
  resource(
    `kubernetes:argoproj.io/v1alpha1:${kind}`,
    { metadata: { ...metadata, name }, spec },
    `analysis-${name}`,
  );
const service = (name: string, namespace = "shop") =>
  resource("kubernetes:core/v1:Service", { metadata: { name, namespace } }, name);

const analysis = (changes: Json = {}): Json => ({
  analysis: {
    templates: [{ templateName: "web" }],
    args: [{ name: "release", valueFrom: { podTemplateHashValue: "Latest" } }],
    ...changes,
  },
});
const pause = { pause: { duration: "5m" } };
const weight = (setWeight: unknown): Json => ({ setWeight });
const canary = (steps: unknown, changes: Json = {}) => rollout({ canary: { steps, ...changes } });
const rising = [weight(10), analysis(), weight(50), pause, weight(100)];

const services = { stableService: "web", canaryService: "web-canary", trafficRouting: { traefik: {} } };
const both = [service("web"), service("web-canary")];
const blueGreen = (changes: Json = {}) =>
  rollout({
    blueGreen: {
      activeService: "web",
      previewService: "web-canary",
      postPromotionAnalysis: analysis()["analysis"],
      ...changes,
    },
  });

const guard = "len(result) > 0 && !isNaN(result[0]) && result[0]";
const metric = (changes: Json = {}): Json => ({
  failureLimit: 1,
  successCondition: `${guard} <= 0.01`,
  failureCondition: `${guard} > 0.01`,
  provider: { prometheus: { query: 'errors{rollouts_pod_template_hash="{{args.release}}"}' } },
  ...changes,
});
const args = [{ name: "release" }];
const measured = (changes: Json = {}, spec: Json = {}) =>
  template({ args, metrics: [metric(changes)], ...spec });
const unmatched = { provider: { prometheus: { query: "errors" } } };

tryRules([
  {
    rule: "canary-steps-monotonic",
    passes: {
      "rising weights with a look after each": canary(rising),
      "no weights of a blue-green release": blueGreen(),
      "a base of its own": canary([weight(100), pause, weight(1000)], {
        trafficRouting: { maxTrafficWeight: 1000 },
      }),
      "steps between that set no weight": canary([{ setCanaryScale: { replicas: 1 } }, ...rising]),
    },
    fails: {
      "spec.strategy.canary.steps[2].setWeight is 10, after 10.": canary([
        weight(10),
        pause,
        weight(10),
        pause,
        weight(100),
      ]),
      "steps[0].setWeight is followed by no pause and no analysis.": canary([weight(10), weight(100)]),
      "steps[0].setWeight is 50, the last, and must be 100.": canary([weight(50), pause]),
      "steps[2].setWeight is 120 and must be a number from 0 to 100.": canary([
        weight(10),
        pause,
        weight(120),
        pause,
      ]),
      "canary.steps is not set, which releases to everybody at once.": rollout({ canary: { maxSurge: 1 } }),
      "canary.steps sets no weight.": canary([pause]),
    },
    open: canary([weight(10), pause, weight(unknownText)]),
  },
  {
    rule: "canary-requires-analysis",
    passes: {
      "an analysis in a step, and two Services": [canary(rising, services), template({}), ...both],
      "one beside the steps": [canary([weight(100)], { ...services, ...analysis() }), template({}), ...both],
      "one after a promotion": [blueGreen(), template({}), ...both],
      "no Services where pods are counted": [canary(rising), template({})],
      "a template of the cluster": [
        canary([analysis({ templates: [{ templateName: "web", clusterScope: true }] })]),
        template({}, "ClusterAnalysisTemplate"),
      ],
      "one that is there already": canary([
        analysis({ templates: [{ templateName: "errors", clusterScope: true }] }),
      ]),
    },
    fails: {
      "canary.analysis is not set, nor is any other analysis.": canary([weight(10), pause, weight(100)]),
      "blueGreen.prePromotionAnalysis is not set": [blueGreen({ postPromotionAnalysis: null }), ...both],
      "steps[1].analysis.templates[0].templateName names no AnalysisTemplate of the stack.": [
        canary(rising),
        template({}, "AnalysisTemplate", "other"),
      ],
      "templates[0].templateName names no": [canary([analysis()]), template({}, "ClusterAnalysisTemplate")],
      "canary.canaryService names no Service of the stack.": [
        canary(rising, services),
        template({}),
        service("web"),
        service("web-canary", "elsewhere"),
      ],
      "canary.canaryService names no Service.": [
        canary(rising, { ...services, canaryService: undefined }),
        template({}),
        ...both,
      ],
      "canary.canaryService names the same Service for both versions.": [
        canary(rising, { ...services, canaryService: "web" }),
        template({}),
        ...both,
      ],
      "analysis.args[1].name is given twice.": [
        canary([analysis({ args: [{ name: "release" }, { name: "release", value: "" }] })]),
        template({}),
      ],
    },
    open: [canary([analysis({ templates: [{ templateName: unknownText }] })]), template({})],
    parameters: { clusterTemplates: ["errors"] },
  },
  {
    rule: "analysis-template-safe",
    passes: {
      "guards, a limit, and the hash": measured(),
      "the hash as its Rollout gives it": [measured(), canary(rising)],
      "no hash after a promotion, as then all pods are new": [measured(unmatched), blueGreen()],
      "the new version's own Service, as a gateway counts": [
        measured({ provider: { prometheus: { query: 'errors{service=~"shop-web-canary-.+"}' } } }),
        canary(rising, services),
      ],
      "a metric that Prometheus is not asked for": measured({
        provider: { job: {} },
        successCondition: undefined,
        failureCondition: undefined,
      }),
      "a condition about no result": measured({ successCondition: "true", failureCondition: undefined }),
    },
    fails: {
      "spec.metrics[0].successCondition does not say what an empty result means.": measured({
        successCondition: "result[0] < 0.01",
      }),
      "spec.metrics[0].failureCondition does not say what a result that is no number means.": measured({
        failureCondition: "len(result) > 0 && result[0] > 0.01",
      }),
      "spec.metrics[0].successCondition is not set, nor is failureCondition.": measured({
        successCondition: undefined,
        failureCondition: undefined,
      }),
      "spec.metrics[0].failureLimit is not set.": measured({ failureLimit: undefined }),
      "provider.prometheus.query is not about the new version's pods alone.": measured(unmatched),
      "query is not about the new version's": measured({}, { args: [{ name: "release", value: "fixed" }] }),
      "provider.prometheus.query is not about the": [
        measured({ provider: { prometheus: { query: 'errors{service=~"shop-web-.+"}' } } }),
        canary(rising, services),
      ],
      "query is not about": [
        measured(),
        canary([analysis({ args: [{ name: "release", valueFrom: { podTemplateHashValue: "Stable" } }] })]),
      ],
      "query is not about the new version": [
        measured(unmatched),
        blueGreen({ prePromotionAnalysis: analysis()["analysis"] }),
      ],
    },
    open: measured({ successCondition: unknownText }),
  },
  {
    rule: "rollout-no-endless-pause",
    passes: {
      "pauses with an end": canary([{ pause: { duration: 60 } }, { pause: { duration: "1h" } }]),
      "a promotion by itself": blueGreen({ autoPromotionEnabled: false, autoPromotionSeconds: 60 }),
      "a person in dev": rollout({ canary: { steps: [{ pause: {} }] } }, "dev"),
    },
    fails: {
      "spec.strategy.canary.steps[1].pause has no duration and waits without an end.": canary([
        pause,
        { pause: {} },
      ]),
      "pause.duration is no time above zero": canary([{ pause: { duration: "0" } }]),
      "blueGreen.autoPromotionEnabled is false, and autoPromotionSeconds is not set.": blueGreen({
        autoPromotionEnabled: false,
      }),
    },
    open: canary([{ pause: unknownObject }]),
  },
]);
