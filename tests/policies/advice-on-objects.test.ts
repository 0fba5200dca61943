import { tryRules } from "./rule-cases.ts";
import { deployment, type Json, resource, unknownList, unknownObject, unknownText } from "./workloads.ts";

const metadata = { name: "web", namespace: "shop" };
const object = (type: string, fields: Json, name = "web") =>
  resource(`kubernetes:${type}`, { metadata: { ...metadata, name }, ...fields }, name);
const budget = (spec: Json) => object("policy/v1:PodDisruptionBudget", { spec });
const job = (spec: Json) => object("batch/v1:Job", { spec });
const cronJob = (spec: Json) => object("batch/v1:CronJob", { spec });
const role = (apiGroup: string, thing: string, verb: string, kind = "Role") =>
  object(`rbac.authorization.k8s.io/v1:${kind}`, {
    rules: [{ apiGroups: [apiGroup], resources: [thing], verbs: [verb] }],
  });
const annotated = (annotations: unknown) =>
  object("apps/v1:Deployment", { metadata: { ...metadata, annotations }, spec: deployment().props["spec"] });
const storage = (provisioner: string, parameters: unknown) =>
  object("storage.k8s.io/v1:StorageClass", { provisioner, parameters });
const volume = (csi: Json) => object("core/v1:PersistentVolume", { spec: { csi } });
const claim = (given: Json, accessModes: readonly unknown[] = ["ReadWriteOncePod"]) =>
  object("core/v1:PersistentVolumeClaim", {
    metadata: { ...metadata, labels: given },
    spec: { accessModes },
  });
const scaled = (changes: Json = {}) =>
  object("keda.sh/v1alpha1:ScaledObject", {
    spec: {
      minReplicaCount: 2,
      maxReplicaCount: 6,
      cooldownPeriod: 300,
      fallback: { failureThreshold: 3, replicas: 4 },
      ...changes,
    },
  });

tryRules([
  {
    rule: "pdb-unhealthy-eviction-policy",
    passes: { "a policy": budget({ unhealthyPodEvictionPolicy: "AlwaysAllow" }) },
    fails: { "spec.unhealthyPodEvictionPolicy is not set.": budget({ maxUnavailable: 1 }) },
    open: budget({ unhealthyPodEvictionPolicy: unknownText }),
  },
  {
    rule: "job-bounded-runtime",
    passes: {
      "a Job with both": job({ activeDeadlineSeconds: 60, backoffLimit: 0 }),
      "a CronJob with both": cronJob({
        jobTemplate: { spec: { activeDeadlineSeconds: 60, backoffLimit: 2 } },
      }),
    },
    fails: {
      "spec.activeDeadlineSeconds is not set.": job({ backoffLimit: 2 }),
      "spec.jobTemplate.spec.backoffLimit is not set.": cronJob({
        jobTemplate: { spec: { activeDeadlineSeconds: 60 } },
      }),
    },
    open: job({ activeDeadlineSeconds: unknownText, backoffLimit: 2 }),
  },
  {
    rule: "cronjob-concurrency-policy",
    passes: { "a policy": cronJob({ concurrencyPolicy: "Allow" }) },
    fails: { "spec.concurrencyPolicy is not set.": cronJob({}) },
    open: cronJob({ concurrencyPolicy: unknownText }),
  },
  {
    rule: "no-pod-create-rbac",
    passes: { reading: role("", "pods", "get"), "what is not a pod": role("", "pods/log", "create") },
    fails: {
      "Role shop/web: rules[0] may create pods.": role("", "pods", "create"),
      "rules[0] may create pods.": role("", "pods", "*", "ClusterRole"),
    },
    open: object("rbac.authorization.k8s.io/v1:Role", { rules: [unknownObject] }),
  },
  {
    rule: "no-broad-delete-rbac",
    passes: { "one at a time": role("apps", "deployments", "delete"), writing: role("", "events", "create") },
    fails: {
      "rules[0] may create volumes, delete events or delete everything of a kind.": role(
        "",
        "persistentvolumes",
        "create",
        "ClusterRole",
      ),
      "rules[0] may create volumes, delete events": role("events.k8s.io", "events", "delete"),
      "rules[0] may create volumes": role("apps", "statefulsets", "deletecollection"),
    },
    open: object("rbac.authorization.k8s.io/v1:Role", { rules: unknownList }),
  },
  {
    rule: "no-endpoint-edit-rbac",
    passes: { reading: role("", "endpoints", "list") },
    fails: {
      "rules[0] may write where a Service's traffic goes.": role("", "endpoints", "update"),
      "rules[0] may write where": role("discovery.k8s.io", "endpointslices", "create"),
      "rules[0] may write": role("", "services/status", "patch", "ClusterRole"),
    },
    open: object("rbac.authorization.k8s.io/v1:Role", { rules: [unknownObject] }),
  },
  {
    rule: "require-annotations",
    passes: { both: annotated({ "a8r.io/owner": "shop", "a8r.io/runbook": "https://pages.example" }) },
    fails: {
      "metadata.annotations lacks a8r.io/owner, a8r.io/runbook.": annotated(undefined),
      "metadata.annotations lacks a8r.io/runbook.": annotated({
        "a8r.io/owner": "shop",
        "a8r.io/runbook": "",
      }),
    },
    open: annotated(unknownObject),
  },
  {
    rule: "encrypted-storage",
    passes: {
      "a class that asks for it": storage("ebs.csi.aws.com", { encrypted: "true" }),
      "a driver that always does": storage("pd.csi.storage.gke.io", undefined),
      "a volume with a key": volume({ driver: "ebs.csi.aws.com", volumeAttributes: { kmsKeyId: "a" } }),
    },
    fails: {
      "parameters asks for no encryption.": storage("ebs.csi.aws.com", { type: "gp3", encrypted: "false" }),
      "spec.csi.volumeAttributes asks for no encryption.": volume({ driver: "ebs.csi.aws.com" }),
    },
    open: storage("ebs.csi.aws.com", unknownObject),
  },
  {
    rule: "volume-backup-policy",
    passes: {
      "a plan, and one pod": claim({ "backup-policy": "nightly" }),
      "none, and it says so": claim({ "velero.io/exclude-from-backup": "true" }, ["ReadOnlyMany"]),
    },
    fails: {
      'metadata.labels["backup-policy"] is not set.': claim({}),
      "spec.accessModes[0] is ReadWriteOnce, which means one node.": claim({ "backup-policy": "none" }, [
        "ReadWriteOnce",
      ]),
    },
    open: claim({ "backup-policy": unknownText }),
  },
  {
    rule: "keda-scaledobject-safe",
    passes: { "all of it": scaled() },
    fails: {
      "spec.minReplicaCount is not set.": scaled({ minReplicaCount: undefined }),
      "spec.cooldownPeriod is not set.": scaled({ cooldownPeriod: undefined }),
      "spec.fallback.replicas is not set.": scaled({ fallback: { failureThreshold: 3 } }),
    },
    open: scaled({ maxReplicaCount: unknownText }),
  },
]);
