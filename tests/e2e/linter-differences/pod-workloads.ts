import fc from "fast-check";
import type { Manifest } from "../external-linters/manifest.ts";
import type { Json } from "./pod-parts.ts";

/** Three times of four what nobody objects to: else a workload breaks every rule at once, and none is told from another. */
const mostly = (good: unknown, ...others: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(good) },
    { weight: 1, arbitrary: fc.constantFrom(...others, undefined, null) },
  );
const oftenOf = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(undefined, null, {}) });

const digest = `sha256:${"a1".repeat(32)}`;
const image = fc.constantFrom(
  `ghcr.io/shop/web@${digest}`,
  `web:latest@${digest}`,
  "web:1.2.3",
  "web:latest",
  "web",
  "registry.example:5000/team/web",
  "registry.example:5000/team/web:1",
  "web:LATEST",
  "web:latest-alpine",
  "ghcr.io/shop/latest:2",
);

const cpu = mostly("100m", 1, "0", 0, "1e3");
const bytes = mostly("128Mi", 1, "0", 0, "1e3");
const amounts = fc.record({ cpu, memory: bytes, "ephemeral-storage": bytes });
const resources = oftenOf(fc.record({ requests: oftenOf(amounts), limits: oftenOf(amounts) }));

const capabilities = mostly(
  { drop: ["ALL"] },
  { drop: ["all"] },
  { drop: ["NET_RAW"] },
  { drop: [] },
  { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
  { drop: ["ALL"], add: ["SYS_ADMIN"] },
  { drop: ["NET_RAW"], add: ["CHOWN"] },
  { drop: ["ALL"], add: ["ALL"] },
  { drop: ["ALL"], add: [] },
  { add: ["CAP_SYS_ADMIN"] },
  {},
);
const seccompProfile = mostly(
  { type: "RuntimeDefault" },
  { type: "Localhost", localhostProfile: "web.json" },
  { type: "Unconfined" },
  {},
);
const user = { runAsNonRoot: mostly(true, false), runAsUser: mostly(10001, 0, 1, 1000), seccompProfile };
const security = fc.record({
  ...user,
  privileged: mostly(false, true),
  allowPrivilegeEscalation: mostly(false, true),
  readOnlyRootFilesystem: mostly(true, false),
  capabilities,
});

const probe = (path: string): fc.Arbitrary<unknown> =>
  mostly(
    { httpGet: { path, port: 8080 } },
    { exec: { command: ["true"] }, periodSeconds: 5 },
    { tcpSocket: { port: 8080 } },
    { periodSeconds: 5 },
    {},
  );
/** One time of six both are the same. */
const probes = fc.oneof(
  { weight: 5, arbitrary: fc.record({ livenessProbe: probe("/healthz"), readinessProbe: probe("/readyz") }) },
  { weight: 1, arbitrary: probe("/healthz").map((both) => ({ livenessProbe: both, readinessProbe: both })) },
);
const variables = mostly(
  [{ name: "PORT", value: "8080" }],
  [
    { name: "PORT", value: "8080" },
    { name: "PORT", value: "8081" },
  ],
  [
    { name: "PORT", value: "8080" },
    { name: "port", value: "8080" },
  ],
  [
    { name: "HOST", value: "web" },
    { name: "HOST", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
  ],
);
const ports = mostly(
  [{ containerPort: 8080 }],
  [{ containerPort: 8080, hostPort: 8080 }],
  [{ containerPort: 8080, hostPort: 0 }],
  [],
);

const container = (name: string, restartPolicy: fc.Arbitrary<unknown>): fc.Arbitrary<Json> =>
  fc
    .record({
      name: fc.constant(name),
      image,
      resources,
      ports,
      env: variables,
      probes,
      securityContext: oftenOf(security),
      restartPolicy,
    })
    .map(({ probes: both, ...fields }) => ({ ...fields, ...both }));

const never = fc.constant(undefined);
/** One that is restarted runs as long as the pod does. */
const initContainers = fc.oneof(
  fc.constantFrom(undefined, null, []),
  fc.tuple(container("init", fc.constantFrom(undefined, "Always"))),
);
const containers = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(container("web", never)) },
  { weight: 1, arbitrary: fc.tuple(container("web", never), container("beside", never)) },
);

const podSpec: fc.Arbitrary<Json> = fc.record({
  containers,
  initContainers,
  securityContext: oftenOf(fc.record(user)),
  hostPID: mostly(false, true),
  hostIPC: mostly(false, true),
  hostNetwork: mostly(false, true),
  automountServiceAccountToken: mostly(false, true),
  restartPolicy: fc.constantFrom("Always", "OnFailure", "Never", undefined, null),
  volumes: mostly(
    [{ name: "data", emptyDir: { sizeLimit: "1Mi" } }],
    [{ name: "socket", hostPath: { path: "/var/run/docker.sock" } }],
    [{ name: "node", hostPath: { path: "/etc" } }],
    [],
  ),
});

const label = mostly("web", "Web.1_2", "", "-web", "a".repeat(64), "web shop").map((text) =>
  typeof text === "string" ? text : "other",
);

/** Each kind that makes pods and that both linters know, around a template. */
const kinds: readonly ((template: Json) => fc.Arbitrary<Pick<Manifest, "apiVersion" | "kind" | "spec">>)[] = [
  (template) => fc.constant({ apiVersion: "v1", kind: "Pod", spec: template["spec"] as Json }),
  ...["Deployment", "StatefulSet", "DaemonSet"].map(
    (kind) => (template: Json) =>
      fc
        .record({
          app: fc.constantFrom("web", "web", "api"),
          strategy: mostly({ type: "RollingUpdate" }, { type: "Recreate" }, {}),
        })
        .map(({ app, strategy }) => ({
          apiVersion: "apps/v1",
          kind,
          spec: {
            selector: { matchLabels: { app } },
            template,
            ...(kind === "Deployment" && { strategy }),
          },
        })),
  ),
  (template) => fc.constant({ apiVersion: "batch/v1", kind: "Job", spec: { template } }),
  (template) =>
    fc.record({ startingDeadlineSeconds: mostly(60, 0) }).map((bounds) => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      spec: { schedule: "0 3 * * *", ...bounds, jobTemplate: { spec: { template } } },
    })),
];

/** A workload as a person may write it who knows the fields, and not what is asked of them. */
const workload: fc.Arbitrary<Manifest> = fc
  .tuple(fc.constantFrom(...kinds), podSpec, label)
  .chain(([around, spec, tier]) =>
    fc.tuple(
      around({ metadata: { labels: { app: "web", tier } }, spec }),
      fc.constantFrom({ namespace: "shop" }, { namespace: "shop" }, { namespace: "default" }, {}),
      label,
    ),
  )
  .map(([object, place, tier]) => ({
    ...object,
    metadata: { name: "web", ...place, labels: { app: "web", tier } },
  }));

/**
 * Workloads that differ in everything that rules read, each with a name of its own.
 * @param seed What the same ones are made by again.
 */
export const workloads = (count: number, seed: number, prefix: string): readonly Manifest[] =>
  fc.sample(workload, { numRuns: count, seed }).map((manifest, index) => ({
    ...manifest,
    metadata: { ...manifest.metadata, name: `${prefix}-${index}` },
  }));
