import { describe, expect, test } from "vitest";
import { type DiscoveredPod, podTargets } from "../e2e/controllers/prometheus/pod-targets.ts";
import { type PodMonitor, scrapeConfigs } from "../e2e/controllers/prometheus/scrape-config.ts";

const monitor: PodMonitor = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata: { name: "web", namespace: "shop-staging" },
  spec: {
    selector: { matchLabels: { "app.kubernetes.io/name": "web" } },
    podTargetLabels: ["rollouts-pod-template-hash"],
    podMetricsEndpoints: [{ port: "http", path: "/metrics", interval: "15s", scrapeTimeout: "10s" }],
  },
};
const withSpec = (spec: object): PodMonitor => ({ ...monitor, spec: { ...monitor.spec, ...spec } });

const labels = { "app.kubernetes.io/name": "web", "rollouts-pod-template-hash": "5d9f" };
const pod: DiscoveredPod = {
  metadata: { name: "web-1", namespace: "shop-staging", labels },
  spec: {
    containers: [
      { name: "web", ports: [{ name: "http", containerPort: 3002 }] },
      { name: "side", ports: [{ name: "admin", containerPort: 9000 }] },
    ],
  },
  status: { phase: "Running", podIP: "10.244.0.7" },
};
const withLabels = (changed: Record<string, string>): DiscoveredPod => ({
  ...pod,
  metadata: { ...pod.metadata, labels: changed },
});

/** The targets of a monitor's first job, and the labels of their series, by Prometheus' rules of relabeling. */
function scraped(given: PodMonitor, found: DiscoveredPod): readonly Record<string, string>[] {
  const [job] = scrapeConfigs(given, "/pods.json");
  return podTargets(found).flatMap((target) => {
    const series: Record<string, string> = { address: target.targets[0], ...target.labels };
    for (const step of job?.relabel_configs ?? []) {
      const value = (step.source_labels ?? []).map((label) => series[label] ?? "").join(";");
      const match = new RegExp(`^(?:${step.regex ?? "(.*)"})$`).exec(value);
      if (step.action === "keep" && match === null) return [];
      if (step.action === "drop" && match !== null) return [];
      if (step.target_label !== undefined && match !== null)
        series[step.target_label] = (step.replacement ?? "${1}").replaceAll("${1}", match[1] ?? "");
    }
    return [Object.fromEntries(Object.entries(series).filter(([label]) => !label.startsWith("__")))];
  });
}

describe("a PodMonitor becomes a job of Prometheus", () => {
  test("for each endpoint, with what it says of the scrape", () => {
    const [first, second, ...more] = scrapeConfigs(
      withSpec({ podMetricsEndpoints: [...monitor.spec.podMetricsEndpoints, { port: "admin" }] }),
      "/pods.json",
    );
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      job_name: "podMonitor/shop-staging/web/0",
      scrape_interval: "15s",
      scrape_timeout: "10s",
      metrics_path: "/metrics",
      file_sd_configs: [{ files: ["/pods.json"] }],
    });
    expect(second?.job_name).toBe("podMonitor/shop-staging/web/1");
    expect(second).not.toHaveProperty("scrape_interval");
  });

  test("whose series say where they come from, and what the pod's labels say", () => {
    expect(scraped(monitor, pod)).toEqual([
      {
        address: "10.244.0.7:3002",
        namespace: "shop-staging",
        pod: "web-1",
        container: "web",
        endpoint: "http",
        job: "shop-staging/web",
        rollouts_pod_template_hash: "5d9f",
      },
    ]);
  });

  test("whose series lack a label that the pod lacks", () => {
    const [series] = scraped(monitor, withLabels({ "app.kubernetes.io/name": "web" }));
    expect(series).toMatchObject({ pod: "web-1" });
    expect(series).not.toHaveProperty("rollouts_pod_template_hash");
  });

  test("whose job may be a label of the pod", () => {
    expect(scraped(withSpec({ jobLabel: "app.kubernetes.io/name" }), pod)).toMatchObject([{ job: "web" }]);
  });

  test.each<[string, DiscoveredPod]>([
    ["of another service", withLabels({ "app.kubernetes.io/name": "web-2" })],
    ["without labels", withLabels({})],
    ["of another namespace", { ...pod, metadata: { ...pod.metadata, namespace: "shop-production" } }],
    ["that has ended", { ...pod, status: { ...pod.status, phase: "Succeeded" } }],
    ["that has no address yet", { ...pod, status: { phase: "Pending" } }],
    ["without such a port", { ...pod, spec: { containers: [{ name: "web" }] } }],
  ])("that leaves out a pod %s", (_, other) => {
    expect(scraped(monitor, other)).toEqual([]);
  });

  test.each([
    ["spec.sampleLimit", withSpec({ sampleLimit: 5 })],
    ["spec.selector.matchExpressions", withSpec({ selector: { matchExpressions: [] } })],
    [
      "spec.podMetricsEndpoints[0].relabelings",
      withSpec({ podMetricsEndpoints: [{ port: "http", relabelings: [] }] }),
    ],
  ])("but not where %s is said, which would be passed over", (field, refused) => {
    expect(() => scrapeConfigs(refused, "/pods.json")).toThrow(field);
  });
});
