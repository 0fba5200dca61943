import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { rules } from "../../policies/rules/catalogue.ts";
import { snippetFor } from "../../policies/rules/snippets.ts";
import { judge, type CapturedResource } from "../support/policy-harness.ts";
import {
  deployment,
  deploymentWith,
  digest,
  labels,
  podSpec,
  resource,
  workload,
  wrappers,
  type Json,
} from "./workloads.ts";

const metadata = { name: "web", namespace: "shop" };
const singleton = { ...labels, "slipway.dev/workload": "singleton" };
const of = (type: string, spec: Json): CapturedResource =>
  resource(`kubernetes:${type}`, { metadata: { ...metadata, labels }, spec });
const workloadOf = (kind: string, spec: Json = {}): CapturedResource => {
  const wrapper = wrappers.find(({ type }) => type.endsWith(`:${kind}`));
  if (!wrapper) throw new Error(`There is no ${kind}.`);
  return workload(wrapper, podSpec(spec));
};
const single = (kind: string, spec: Json): CapturedResource =>
  resource(`kubernetes:apps/v1:${kind}`, {
    metadata: { ...metadata, labels: singleton },
    spec: { ...spec, template: { metadata: { labels: singleton }, spec: podSpec() } },
  });
const binding = (kind: string): CapturedResource =>
  resource(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`, {
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ kind: "ServiceAccount", name: "web", namespace: "shop" }],
  });
const ingress = (host: string): CapturedResource => of("networking.k8s.io/v1:Ingress", { rules: [{ host }] });
const gateway = (listener: Json): CapturedResource =>
  of("gateway.networking.k8s.io/v1:Gateway", {
    listeners: [{ name: "web", protocol: "HTTPS", port: 443, ...listener }],
  });
const route = (spec: Json): CapturedResource => of("gateway.networking.k8s.io/v1:HTTPRoute", spec);
const cluster = (spec: Json): CapturedResource => of("postgresql.cnpg.io/v1:Cluster", spec);
const recovery = (recoveryTarget: Json): CapturedResource =>
  cluster({ bootstrap: { recovery: { source: "web", recoveryTarget } } });
const scaler = of("autoscaling/v2:HorizontalPodAutoscaler", {
  scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
});
const plain = of("gateway.networking.k8s.io/v1:Gateway", {
  listeners: [{ name: "web", protocol: "HTTP", port: 80 }],
});

type Case = readonly [
  rule: string,
  broken: CapturedResource,
  /** Where the snippet's own keys are, as "spec.template.spec". @default the object itself */
  at?: string | undefined,
  others?: readonly CapturedResource[],
];

const pod = "spec.template.spec";
const first = `${pod}.containers.0`;
const cases: readonly Case[] = [
  ["job-ttl", workloadOf("Job")],
  ["job-ttl", workloadOf("CronJob")],
  ["valid-restart-policy", workloadOf("Deployment", { restartPolicy: "Never" }), pod],
  ["valid-restart-policy", workloadOf("Job"), pod],
  ["valid-restart-policy", workloadOf("CronJob"), "spec.jobTemplate.spec.template.spec"],
  ["valid-restart-policy", workloadOf("ScaledJob"), "spec.jobTargetRef.template.spec"],
  ["rolling-update-strategy", deployment({ strategy: { type: "Recreate" } })],
  ["rolling-update-strategy", of("apps/v1:DaemonSet", { updateStrategy: { type: "OnDelete" } })],
  ["no-cluster-admin-binding", binding("RoleBinding")],
  ["no-cluster-admin-binding", binding("ClusterRoleBinding")],
  ["require-tls", ingress("www.example.com")],
  ["require-tls", gateway({ tls: { mode: "Terminate" } }), "spec.listeners.0"],
  [
    "require-tls",
    route({ parentRefs: [{ name: "web" }], rules: [{ backendRefs: [{ name: "web", port: 80 }] }] }),
    "spec.rules.0",
    [plain],
  ],
  ["no-wildcard-host", ingress("*.example.com"), "spec.rules.0"],
  ["no-wildcard-host", gateway({ hostname: "*.example.com" }), "spec.listeners.0"],
  ["no-wildcard-host", route({ hostnames: ["*.example.com"] }), "spec"],
  ["job-bounded-runtime", workloadOf("Job")],
  ["job-bounded-runtime", workloadOf("CronJob")],
  ["singleton-stays-single", single("StatefulSet", { replicas: 2 })],
  ["singleton-stays-single", single("Deployment", { replicas: 2 })],
  [
    "image-pull-policy-matches-reference",
    deploymentWith({ image: "web:1.4.2", imagePullPolicy: "IfNotPresent" }),
    first,
  ],
  [
    "image-pull-policy-matches-reference",
    deploymentWith({ image: `web@${digest}`, imagePullPolicy: "Always" }),
    first,
  ],
  ["no-forbidden-workloads", deploymentWith({ image: "example/git-sync:4" }), first],
  [
    "no-forbidden-workloads",
    resource("kubernetes:core/v1:Service", { metadata: { ...metadata, name: "tiller" }, spec: {} }),
  ],
  ["allowed-image-registries", deploymentWith({ image: "registry.example/web:1" }), first],
  ["require-labels", resource("kubernetes:apps/v1:Deployment", { metadata, spec: {} }), "metadata"],
  ["namespace-psa-restricted", resource("kubernetes:core/v1:Namespace", { metadata }), "metadata"],
  ["require-topology-spread", deployment(), pod],
  ["postgres-hardening", cluster({ enableSuperuserAccess: true, imageName: "postgres:18" })],
  ["volume-backup-policy", of("core/v1:PersistentVolumeClaim", { accessModes: ["ReadWriteOnce"] })],
  ["no-static-replicas-with-hpa", deployment(), "", [scaler]],
  ["require-requests-and-limits", deploymentWith({ resources: {} }), first],
  ["require-run-as-non-root", deploymentWith({ securityContext: {} }), first],
  ["no-host-pid", workloadOf("Deployment", { hostPID: true }), "spec.template"],
  ["no-node-port", of("core/v1:Service", { type: "NodePort" })],
  ["min-replicas", deployment({ replicas: 1 })],
];

/** What becomes of an object when somebody writes the snippet into it, by its kind. */
describe("the example of a violation", () => {
  it.each(cases.map(([rule, broken, at, others]) => ({ rule, type: broken.type, broken, at, others })))(
    "of $rule mends a $type",
    async ({ rule, broken, at, others = [] }) => {
      const options = {
        rules: rules.filter(({ name }) => name === rule),
        config: { [rule]: "mandatory" },
        dryRun: true,
      } as const;
      const found = await judge([broken, ...others], options);
      const kind = broken.type.split(":").at(-1) ?? "";
      const snippet = snippetFor(rule, kind) ?? "";
      expect(found.length).toBeGreaterThan(0);
      for (const { message } of found) expect(message).toContain(`Example: ${snippet} See`);
      const written = parse(snippet.replaceAll("sha256:0f3c…", digest)) as Json;
      const mended = { ...broken, props: into(broken.props, (at ?? "").split(".").filter(Boolean), written) };
      expect(await judge([mended, ...others], options)).toEqual([]);
    },
  );

  it("of a recovery's target mends it, written in its place", async () => {
    const only = { rules: rules.filter(({ name }) => name === "valid-recovery-target") };
    const { recoveryTarget } = parse(snippetFor("valid-recovery-target", "Cluster") ?? "") as {
      readonly recoveryTarget: Json;
    };
    expect(await judge([recovery({ targetXID: "7", targetTime: "2026-01-31 12:00" })], only)).toHaveLength(3);
    expect(await judge([recovery(recoveryTarget)], only)).toEqual([]);
  });

  it("of an objective mends what a route leads to", async () => {
    const only = {
      rules: rules.filter(({ name }) => name === "service-requires-slo"),
      config: { "service-requires-slo": "mandatory" },
    } as const;
    const leading = route({ rules: [{ backendRefs: [{ name: "web", port: 80 }] }] });
    expect(await judge([leading], only)).toHaveLength(1);
    const rule = parse(snippetFor("service-requires-slo", "HTTPRoute") ?? "") as Json;
    const measured = of("monitoring.coreos.com/v1:PrometheusRule", {
      groups: [{ name: "web", rules: [rule] }],
    });
    expect(await judge([leading, measured], only)).toEqual([]);
  });
});

/** A copy with the keys written at the place: objects key by key, and lists as a whole. */
function into(target: unknown, [step, ...rest]: readonly string[], written: Json): Json {
  if (step === undefined) return merged(target, written) as Json;
  if (Array.isArray(target)) {
    return target.map((item: unknown, index) =>
      String(index) === step ? into(item, rest, written) : item,
    ) as unknown as Json;
  }
  const object = (target ?? {}) as Json;
  return { ...object, [step]: into(object[step], rest, written) };
}

function merged(target: unknown, written: unknown): unknown {
  if (typeof written !== "object" || written === null || Array.isArray(written)) return written;
  const object = (typeof target === "object" && target !== null ? target : {}) as Json;
  return Object.entries(written as Json).reduce<Json>(
    (result, [key, value]) => ({ ...result, [key]: merged(object[key], value) }),
    object,
  );
}
