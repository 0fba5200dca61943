import { labelled } from "../made-up-series.ts";
import type { RuleTest } from "../rule-file.ts";

// What may befall services of Atlas UX in the cluster, and a task that the tests give it. It is looked at each five minutes.

const namespace = "atlas-ux-production";
const inNamespace = (metric: string, labels: Readonly<Record<string, string>>): string =>
  labelled(metric, { namespace, ...labels });
const container = (metric: string, name: string, pod: string, more = {}): string =>
  inNamespace(metric, { container: name, pod, uid: pod, ...more });
const web = (metric: string, more = {}): string => container(metric, "web", "web-7d9f-abcde", more);

const restarts = web("kube_pod_container_status_restarts_total");
const otherRestarts = container("kube_pod_container_status_restarts_total", "web", "web-7d9f-fghij");
const memory = web("container_memory_working_set_bytes");
const memoryLimit = web("kube_pod_container_resource_limits", { resource: "memory" });
const periods = web("container_cpu_cfs_periods_total");
const throttled = web("container_cpu_cfs_throttled_periods_total");
const wanted = (set: string): string => inNamespace("kube_replicaset_spec_replicas", { replicaset: set });
const ready = (set: string): string =>
  inNamespace("kube_replicaset_status_ready_replicas", { replicaset: set });
const autoscaler = (what: string): string =>
  inNamespace(`kube_horizontalpodautoscaler_${what}`, { horizontalpodautoscaler: "web" });
const set = (what: string): string =>
  inNamespace(`kube_statefulset_${what}`, { statefulset: "engine-worker" });
const cron = (what: string): string => inNamespace(`kube_cronjob_${what}_time`, { cronjob: "nightly" });

const healthy: RuleTest["series"] = {
  [restarts]: 7,
  [otherRestarts]: 0,
  [memory]: 400,
  [memoryLimit]: 500,
  [periods]: "0+3000x99",
  [throttled]: "0+300x99",
  [wanted("web-7d9f")]: 2,
  [ready("web-7d9f")]: 2,
  [wanted("web-6c8e")]: 0,
  [ready("web-6c8e")]: 0,
  [autoscaler("status_desired_replicas")]: 2,
  [autoscaler("spec_max_replicas")]: 6,
  [set("replicas")]: 1,
  [set("status_replicas_ready")]: 1,
  [cron("status_last_schedule")]: 0,
  [cron("status_last_successful")]: 300,
  [cron("next_schedule")]: 86_400,
};

interface Course {
  readonly what: string;
  readonly differs?: RuleTest["series"];
  readonly fires: Readonly<Record<number, readonly string[]>>;
}

const courses: readonly Course[] = [
  { what: "all is well", fires: { 120: [] } },
  {
    what: "five restarts in an hour, of two pods (SYS-19)",
    differs: { [restarts]: "7 7 8 8 9 9 10x99", [otherRestarts]: "0 0 0 1 1 1 1 2x99" },
    fires: { 30: [], 35: ["ContainerRestarts"], 70: [] },
  },
  {
    what: "four restarts in an hour, and a new pod that has not one",
    differs: {
      [restarts]: "7 7 8 8 9 9 10 11x99",
      [container("kube_pod_container_status_restarts_total", "web", "web-8aaa-klmno")]: "_x5 0x99",
    },
    fires: { 60: [] },
  },
  {
    what: "a pod with many restarts is gone, and kube-state-metrics is not asked for a while",
    differs: { [restarts]: "7 7 7 _ _ _ _ 7x99", [otherRestarts]: "40 40 stale" },
    fires: { 40: [] },
  },
  {
    what: "one of two replicas is not ready",
    differs: { [ready("web-7d9f")]: "2 2 1x99" },
    fires: { 20: [], 25: ["ReplicasMissing"] },
  },
  {
    what: "a release is under way, whose replicas become ready in ten minutes",
    differs: { [wanted("web-8aaa")]: "0 0 1x99", [ready("web-8aaa")]: "0 0 0 0 1x99" },
    fires: { 30: [] },
  },
  {
    what: "the engine's pod is not ready",
    differs: { [set("status_replicas_ready")]: "1 1 0x99" },
    fires: { 25: ["ReplicasMissing"] },
  },
  {
    what: "more than nine tenths of the memory are used",
    differs: { [memory]: "400 400 451x99" },
    fires: { 20: [], 25: ["MemoryNearLimit"] },
  },
  { what: "nine tenths are", differs: { [memory]: 450 }, fires: { 60: [] } },
  {
    what: "it is held back in more than half of its time slices",
    differs: { [throttled]: "0+1600x99" },
    // Two looks are the least that tell of growth.
    fires: { 60: [], 65: ["CpuThrottled"] },
  },
  { what: "it is in half of them", differs: { [throttled]: "0+1500x99" }, fires: { 120: [] } },
  {
    what: "the autoscaler asks for all that it may",
    differs: { [autoscaler("status_desired_replicas")]: "2 2 6x99" },
    fires: { 65: [], 70: ["AutoscalerAtMaximum"] },
  },
  {
    what: "a task's run does not succeed within its deadline of ten minutes",
    differs: { [cron("status_last_schedule")]: "0 0 0 900x99" },
    fires: { 25: [], 30: ["TaskFailed"] },
  },
  {
    what: "it has not succeeded since it is there, and is begun again and again",
    differs: { [cron("status_last_schedule")]: "60+300x99", [cron("status_last_successful")]: "_x99" },
    fires: { 30: ["TaskFailed"] },
  },
  {
    what: "the run after a failed one succeeded",
    differs: {
      [cron("status_last_schedule")]: "0 0 0 900 900 900 1800x99",
      [cron("status_last_successful")]: "300x6 1850x99",
    },
    fires: { 50: [] },
  },
  {
    what: "a task is due, and does not begin within its five minutes",
    differs: { [cron("next_schedule")]: 900 },
    fires: { 25: [], 30: ["TaskLate"] },
  },
  {
    what: "another system's containers, sets and autoscalers are not well",
    differs: Object.fromEntries(
      [
        [memory, 499],
        [memoryLimit, 500],
        [wanted("web-7d9f"), 9],
        [ready("web-7d9f"), 1],
      ].map(([name, value]) => [String(name).replace(namespace, "shop-production"), value as number]),
    ),
    fires: { 120: [] },
  },
];

export const causeTests: readonly RuleTest[] = courses.flatMap(({ what, differs = {}, fires }) =>
  Object.entries(fires).map(([minute, names]) => ({
    name: `${what}, after ${minute} minutes`,
    series: { ...healthy, ...differs },
    at: Number(minute),
    fires: names,
  })),
);
