import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { prometheusAddress, scrapeInterval } from "../../../../components/observability/prometheus.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { debianPackages, runFrom } from "../../../../toolchain/cluster/debian.ts";
import { writeWhole } from "../../../../toolchain/steps/atomic-file.ts";
import { ApiServer } from "../../operators/api-server.ts";
import { followObjects } from "../../operators/follow-objects.ts";
import { type RunningController, startController } from "../controller-process.ts";
import { outsideEndpoint } from "../outside-endpoint.ts";
import { type DiscoveredPod, podTargets } from "./pod-targets.ts";
import { type PodMonitor, type ScrapeConfig, scrapeConfigs } from "./scrape-config.ts";

const NAME = "prometheus";
const MANAGER = "slipway-e2e";
const monitorKind = { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor" } as const;

/** Debian's Prometheus, unpacked once. @throws NoClusterHere where there are no Debian packages. */
export const prometheusPackage = (): Promise<string> => debianPackages([NAME]);

/** Something beside the pods that tells metrics: in a real cluster its chart brings a monitor of its own. */
export interface OutsideJob {
  readonly name: string;
  /** `<address>:<port>` */
  readonly targets: readonly string[];
}

/** A Prometheus that scrapes what PodMonitors ask for. */
export interface RunningPrometheus extends RunningController {
  /** Where it answers, from the host as well. */
  readonly address: string;
}

/**
 * Starts Prometheus in the cluster's network, under the name that stacks know it by, and tells it of every PodMonitor
 * as the Prometheus Operator would. Debian builds it without the discovery of pods, so it reads them from a file, with
 * the labels that it would give them. The PodMonitor kind must be served already.
 */
export async function startPrometheus(
  cluster: Cluster,
  say: (line: string) => void,
  outside: readonly OutsideJob[] = [],
): Promise<RunningPrometheus> {
  const started = performance.now();
  const root = await prometheusPackage();
  const folder = join(cluster.folder, "controllers", NAME);
  const configuration = join(folder, "prometheus.yml");
  mkdirSync(folder, { recursive: true });
  const always = outside.map(outsideJob);
  writeConfiguration(configuration, always);
  const known = new URL(prometheusAddress);
  const host = new URL(cluster.apiServer).hostname;
  const address = `http://${host}:${known.port}`;
  const controller = await startController(cluster, {
    name: NAME,
    command: join(root, "usr", "bin", NAME),
    args: [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${host}:${known.port}`,
      "--web.enable-lifecycle",
    ],
    env: runFrom(root),
    ready: async () => (await fetch(`${address}/-/ready`)).ok,
  });
  const api = await ApiServer.of(cluster.kubeconfig);
  const [name = "", namespace = ""] = known.hostname.split(".");
  for (const object of outsideEndpoint({ name, namespace, address: host, port: Number(known.port) }))
    await api.apply(object, { manager: MANAGER });
  const targets = join(folder, "pods.json");
  const unwatch = await Promise.all([
    followObjects(api, { apiVersion: "v1", kind: "Pod" }, say, (pods) => {
      writeWhole(targets, JSON.stringify((pods as readonly DiscoveredPod[]).flatMap(podTargets)));
    }),
    followObjects(api, monitorKind, say, async (monitors) => {
      const jobs = (monitors as readonly PodMonitor[]).flatMap((monitor) => jobsOf(monitor, targets, say));
      writeConfiguration(configuration, [...always, ...jobs]);
      const { ok, status } = await fetch(`${address}/-/reload`, { method: "POST" });
      if (!ok) say(`Prometheus took no new configuration (${status}). Read ${controller.log}.`);
    }),
  ]);
  say(`Prometheus ready, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return {
    ...{ name: controller.name, log: controller.log, pid: controller.pid, address },
    check: () => {
      controller.check();
    },
    stop: async () => {
      await Promise.all(unwatch.map((stop) => stop()));
      await controller.stop();
    },
  };
}

/** A monitor that asks for more than this can do is told of, and the others are followed all the same. */
function jobsOf(monitor: PodMonitor, targets: string, say: (line: string) => void): readonly ScrapeConfig[] {
  try {
    return scrapeConfigs(monitor, targets);
  } catch (error) {
    say(String(error));
    return [];
  }
}

const outsideJob = ({ name, targets }: OutsideJob): object => ({
  job_name: name,
  static_configs: [{ targets }],
});

/** JSON, which YAML is a superset of. */
function writeConfiguration(file: string, jobs: readonly object[]): void {
  const global = { scrape_interval: `${scrapeInterval.wholeSeconds}s` };
  writeWhole(file, JSON.stringify({ global, scrape_configs: jobs }));
}
