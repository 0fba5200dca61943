import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully, type CapturedResource } from "../support/policy-harness.ts";
import {
  deployment,
  deploymentWith,
  podSpec,
  resource,
  unknownObject,
  unknownText,
  type Json,
} from "./workloads.ts";

const of = (type: string, spec: Json, metadata: Json = {}): CapturedResource =>
  resource(
    `kubernetes:${type}`,
    { metadata: { name: "web", namespace: "shop", ...metadata }, spec },
    `${type} ${String(metadata["name"])}`,
  );
const job = (spec: Json, metadata?: Json, kind = "Job") => of(`batch/v1:${kind}`, spec, metadata);
const statefulSet = (serviceName: unknown) => of("apps/v1:StatefulSet", { serviceName });
const service = (clusterIP: unknown, metadata?: Json) => of("core/v1:Service", { clusterIP }, metadata);
const labelled = (labels: unknown, kind = "ConfigMap") => of(`core/v1:${kind}`, {}, { labels });
const selecting = (selector: unknown) =>
  of("apps/v1:Deployment", { selector, template: { metadata: { labels: { a: "b", c: unknownText } } } });
const claim = (storageClassName?: unknown) => of("core/v1:PersistentVolumeClaim", { storageClassName });
const probe = { httpGet: { path: "/", port: 1 }, periodSeconds: 1 };
const probes = (livenessProbe: unknown, readinessProbe: unknown) =>
  deploymentWith({ livenessProbe, readinessProbe });
const definition = (group: string, kind: string, scope: unknown) =>
  of("apiextensions.k8s.io/v1:CustomResourceDefinition", { group, names: { kind }, scope });
const nowhere = { namespace: undefined };
const migration = { labels: { "slipway.dev/workload": "migration" } };

interface Case {
  readonly rule: string;
  readonly passes: readonly CapturedResource[];
  readonly fails: readonly (readonly [stack: readonly CapturedResource[], problem: string])[];
  readonly unknown: readonly CapturedResource[];
  readonly notAbout: CapturedResource;
}

const cases: readonly Case[] = [
  {
    rule: "probes-not-identical",
    passes: [
      probes(probe, { ...probe, httpGet: { path: "/ready", port: 1 } }),
      probes({ ...probe, failureThreshold: 9 }, probe),
      probes(undefined, undefined),
    ],
    fails: [
      [[probes(probe, probe)], "livenessProbe is the same as readinessProbe."],
      [
        [probes({ periodSeconds: 1, httpGet: { port: 1, path: "/" } }, probe)],
        "is the same as readinessProbe.",
      ],
    ],
    unknown: [probes(unknownObject, probe)],
    notAbout: job({}),
  },
  {
    rule: "no-bare-pods",
    passes: [deployment()],
    fails: [
      [[of("core/v1:Pod", podSpec())], "Pod shop/web: kind is Pod, which nothing replaces or updates."],
      [[of("apps/v1:ReplicaSet", {})], "kind is ReplicaSet"],
    ],
    unknown: [],
    notAbout: deployment(),
  },
  {
    rule: "statefulset-headless-service",
    passes: [statefulSet("web"), service("None"), service("10.0.0.1", { name: "other" })],
    fails: [
      [[statefulSet(undefined), service("None")], "StatefulSet shop/web: spec.serviceName is not set."],
      [[statefulSet("web"), service(undefined)], "spec.serviceName names no headless Service of the stack"],
      [[statefulSet("web"), service("None", { namespace: "b" })], "names no headless Service of the stack"],
    ],
    unknown: [statefulSet("web"), service(unknownText)],
    notAbout: deployment(),
  },
  {
    rule: "job-ttl",
    passes: [
      job({ ttlSecondsAfterFinished: 0 }),
      job({}, migration),
      job({ successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 1 }, {}, "CronJob"),
    ],
    fails: [
      [[job({})], "Job shop/web: spec.ttlSecondsAfterFinished is not set."],
      [
        [job({ ttlSecondsAfterFinished: 60 }, migration)],
        "ttlSecondsAfterFinished is set, on a release's own Job.",
      ],
      [[job({ successfulJobsHistoryLimit: 1 }, {}, "CronJob")], "spec.failedJobsHistoryLimit is not set."],
      [[job({ failedJobsHistoryLimit: 1 }, {}, "CronJob")], "spec.successfulJobsHistoryLimit is not set."],
    ],
    unknown: [job({}, { labels: { "slipway.dev/workload": unknownText } })],
    notAbout: deployment(),
  },
  {
    rule: "cronjob-deadline",
    passes: [job({ startingDeadlineSeconds: 10 }, {}, "CronJob"), job({}, {}, "CronJobPatch")],
    fails: [
      [
        [job({}, {}, "CronJob")],
        "CronJob shop/web: spec.startingDeadlineSeconds is not set and must be 10 or more.",
      ],
      [[job({ startingDeadlineSeconds: 9 }, {}, "CronJob")], "spec.startingDeadlineSeconds is 9"],
      [[job({ startingDeadlineSeconds: 1 }, {}, "CronJobPatch")], "spec.startingDeadlineSeconds is 1"],
    ],
    unknown: [job({ startingDeadlineSeconds: unknownText }, {}, "CronJob")],
    notAbout: deployment(),
  },
  {
    rule: "no-default-namespace",
    passes: [
      service("None"),
      of("core/v1:Namespace", {}, { namespace: undefined }),
      of("cert-manager.io/v1:ClusterIssuer", {}, { namespace: undefined }),
      of("core/v1:ServicePatch", {}, { namespace: undefined }),
      of("storage.k8s.io/v1:VolumeAttributesClass", {}, nowhere),
      of("example.com/v1:Tenant", {}, nowhere),
      definition("example.com", "Tenant", "Cluster"),
    ],
    fails: [
      [[service("None", { namespace: undefined })], "metadata.namespace is not set, which means default."],
      [[service("None", { namespace: "default" })], "Service default/web: metadata.namespace is default."],
      [[service("None", { namespace: "kube-system" })], "metadata.namespace is kube-system."],
      [[of("postgresql.cnpg.io/v1:Cluster", {}, { namespace: "" })], "metadata.namespace is not set"],
      [[of("logging.banzaicloud.io/v1beta1:ClusterFlow", {}, nowhere)], "metadata.namespace is not set"],
      [
        [of("example.com/v1:Tenant", {}, nowhere), definition("example.org", "Tenant", "Cluster")],
        "metadata.namespace is not set",
      ],
      [
        [
          of("example.com/v1:ClusterTenant", {}, nowhere),
          definition("example.com", "ClusterTenant", "Namespaced"),
        ],
        "metadata.namespace is not set",
      ],
    ],
    unknown: [service("None", { namespace: unknownText })],
    notAbout: of("scheduling.k8s.io/v1:PriorityClass", {}),
  },
  {
    rule: "valid-labels",
    passes: [
      labelled({ "a.example/name": "web", plain: "", "x-_.y": "A".repeat(63) }),
      labelled(undefined),
      deployment(),
    ],
    fails: [
      [[labelled({ a: "two words" })], "ConfigMap shop/web: metadata.labels.a is no label's value."],
      [[labelled({ a: "-web" })], "metadata.labels.a is no label's value."],
      [[labelled({ a: "A".repeat(64) })], "metadata.labels.a is no label's value."],
      [[labelled({ a: true })], "metadata.labels.a is true."],
      [[labelled({ "a/b/c": "d" })], "metadata.labels has a key that is no key of a label."],
      [[labelled({ "A_/b": "d" })], "metadata.labels has a key that is no key of a label."],
      [[labelled({ a: "b c" }, "Pod")], "Pod shop/web: metadata.labels.a is no label's value."],
      [
        [of("apps/v1:Deployment", { template: { metadata: { labels: { a: "b c" } } } })],
        "spec.template.metadata.labels.a is no label's value.",
      ],
      [
        [of("apps/v1:Deployment", { selector: { matchLabels: { a: "b c" } } })],
        "spec.selector.matchLabels.a is no label's value.",
      ],
    ],
    unknown: [labelled({ a: unknownText })],
    notAbout: resource("random:index/randomPassword:RandomPassword", {}),
  },
  {
    rule: "selector-matches-template",
    passes: [
      selecting({ matchLabels: { a: "b" } }),
      of("argoproj.io/v1alpha1:Rollout", { workloadRef: { name: "web" } }),
      of("apps/v1:DeploymentPatch", {}),
    ],
    fails: [
      [[selecting(undefined)], "Deployment shop/web: spec.selector names no label."],
      [[selecting({})], "spec.selector names no label."],
      [[selecting({ matchLabels: { a: "c" } })], "spec.selector doesn't match the labels of spec.template."],
      [[selecting({ matchLabels: { a: "c", c: "d" } })], "spec.selector doesn't match"],
    ],
    unknown: [selecting({ matchLabels: { a: "b", c: "d" } })],
    notAbout: job({}),
  },
  {
    rule: "no-deprecated-apis",
    passes: [deployment(), of("gateway.networking.k8s.io/v1beta1:HTTPRoute", {}), of("autoscaling/v2:X", {})],
    fails: [
      [[of("policy/v1beta1:PodDisruptionBudget", {})], "is of policy/v1beta1, which doesn't stay."],
      [[of("extensions/v1beta1:Ingress", {})], "is of extensions/v1beta1"],
      [[of("batch/v2alpha1:CronJob", {})], "is of batch/v2alpha1"],
    ],
    unknown: [],
    notAbout: of("acme.dev/v1alpha1:Thing", {}),
  },
  {
    rule: "no-host-path-pv",
    passes: [of("core/v1:PersistentVolume", { csi: {} })],
    fails: [
      [[of("core/v1:PersistentVolume", { hostPath: { path: "/" } })], "spec.hostPath is set."],
      [[of("core/v1:PersistentVolumePatch", { hostPath: { path: "/" } })], "spec.hostPath is set."],
    ],
    unknown: [of("core/v1:PersistentVolume", { hostPath: unknownObject })],
    notAbout: claim("a"),
  },
  {
    rule: "allowed-storage-class",
    passes: [
      claim("fast"),
      of("apps/v1:StatefulSet", { volumeClaimTemplates: [{ spec: { storageClassName: "fast" } }] }),
      of("postgresql.cnpg.io/v1:Cluster", { storage: { storageClass: "fast" } }),
    ],
    fails: [
      [[claim()], "PersistentVolumeClaim shop/web: spec.storageClassName is not set."],
      [[claim("")], "spec.storageClassName is empty."],
      [
        [of("apps/v1:StatefulSet", { volumeClaimTemplates: [{}] })],
        "spec.volumeClaimTemplates[0].spec.storageClassName is not set.",
      ],
      [[of("postgresql.cnpg.io/v1:Cluster", { walStorage: {} })], "spec.walStorage.storageClass is not set."],
    ],
    unknown: [claim(unknownText)],
    notAbout: deployment(),
  },
];

describe.each(cases)("$rule", ({ rule: name, passes, fails, unknown, notAbout }) => {
  const rule = { rules: rules.filter((each) => each.name === name) };

  it("lets what is right pass", async () => {
    expect(await judge(passes, rule)).toEqual([]);
  });

  it.each(fails.map(([stack, problem]) => [problem, stack] as const))(
    "refuses it: %s",
    async (problem, stack) => {
      const found = await judge(stack, rule);
      expect(found.map(({ level, urn }) => [level, urn])).toEqual([["mandatory", stack[0]?.urn]]);
      expect(found[0]?.message).toContain(problem);
    },
  );

  it.runIf(unknown.length > 0)("leaves open what can't be known", async () => {
    expect((await judge(unknown, rule)).map(({ level }) => level)).toEqual(["advisory"]);
  });

  it("says what it is not about", async () => {
    const { violations, notApplicable } = await judgeFully([notAbout], rule);
    expect(violations).toEqual([]);
    expect(notApplicable.length).toBeGreaterThan(0);
  });
});

describe("no-default-namespace, with a list", () => {
  it("lets the kinds pass that are in no namespace", async () => {
    const rule = { rules: rules.filter((each) => each.name === "no-default-namespace") };
    const config = { "no-default-namespace": { clusterKinds: ["pkg.crossplane.io/Provider"] } };
    const provider = of("pkg.crossplane.io/v1:Provider", {}, nowhere);
    expect(await judge([provider], { ...rule, config })).toEqual([]);
    expect(await judge([provider], rule)).toHaveLength(1);
  });
});

describe("allowed-storage-class, with a list", () => {
  it("refuses any other class", async () => {
    const rule = { rules: rules.filter((each) => each.name === "allowed-storage-class") };
    const config = { "allowed-storage-class": { classes: ["encrypted", "fast"] } };
    expect(await judge([claim("fast")], { ...rule, config })).toEqual([]);
    const [found] = await judge([claim("slow")], { ...rule, config });
    expect(found?.message).toContain("spec.storageClassName is none of encrypted, fast.");
  });
});
