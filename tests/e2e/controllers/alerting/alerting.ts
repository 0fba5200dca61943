import { join } from "node:path";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import { ApiServer } from "../../operators/api-server.ts";
import { followObjects } from "../../operators/follow-objects.ts";
import { type RunningController, startController } from "../controller-process.ts";
import type { DiscoveredPod } from "../prometheus/pod-targets.ts";
import { startPrometheusOperator } from "../prometheus-operator/prometheus-operator.ts";
import { AlertingFiles } from "./alerting-files.ts";
import { toWebhooks } from "./alertmanager-configuration.ts";
import {
  generatedAlertmanager,
  generatedByOperator,
  generatedPrometheus,
  generatedRules,
} from "./generated-objects.ts";
import { alertmanagerService, observingObjects } from "./observing-objects.ts";
import { type ObservingPrograms, observingPrograms, releasesOf } from "./observing-programs.ts";
import { outsideConfiguration } from "./prometheus-configuration.ts";

const MANAGER = "slipway-e2e";
/** Beside those of the Prometheus that releases are judged by. */
const ports = { prometheus: 9091, alertmanager: 9093 } as const;

/** A Prometheus and an Alertmanager that run by what the operator has written for them. */
export interface RunningAlerting {
  /** Where they answer, from the host as well. */
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Ends all of it. @throws Error that names the log of one that had ended by itself. */
  stop(): Promise<void>;
}

export interface AlertingOptions {
  /** URL below which each receiver is listened to, at its name. */
  readonly webhook: string;
  /** What Alertmanager is told beside the routes of stacks, as its own configuration says it. */
  readonly clusterWide: object;
}

/**
 * Starts the Prometheus Operator, asks it for a Prometheus and an Alertmanager, and runs Debian's of both beside the pods with the
 * configuration, the rules and the routes that it writes, each time that it writes them. What leads to pagers and chats leads to a webhook.
 * The kinds that stacks write must be served already.
 */
export async function startAlerting(
  cluster: Cluster,
  { webhook, clusterWide }: AlertingOptions,
  say: (line: string) => void,
): Promise<RunningAlerting> {
  const started = performance.now();
  const host = new URL(cluster.apiServer).hostname;
  const files = new AlertingFiles(join(cluster.folder, "controllers", "alerting"));
  files.writeEndpoint(alertmanagerService, `${host}:${ports.alertmanager}`);
  const programs = await observingPrograms();
  const objects = observingObjects(releasesOf(programs), clusterWide);
  const api = await ApiServer.of(cluster.kubeconfig);
  const running: RunningController[] = [];
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(ends.map((end) => end()));
    for (const object of objects.toReversed()) await api.remove(object);
    await Promise.all(running.map((controller) => controller.stop()));
  };
  const addresses = {
    prometheus: `http://${host}:${ports.prometheus}`,
    alertmanager: `http://${host}:${ports.alertmanager}`,
  };
  try {
    running.push(await startPrometheusOperator(cluster, say));
    for (const object of objects) await api.apply(object, { manager: MANAGER });
    ends.push(...(await followGenerated(api, { files, addresses, webhook, say })));
    await files.untilWritten();
    for (const program of programsToStart(programs, files, addresses))
      running.push(await startController(cluster, program));
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  say(
    `Prometheus and Alertmanager by their operator's own configuration, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  return { ...addresses, stop };
}

type Addresses = Pick<RunningAlerting, "prometheus" | "alertmanager">;

interface Followed {
  readonly files: AlertingFiles;
  readonly addresses: Addresses;
  readonly webhook: string;
  readonly say: (line: string) => void;
}

/** Writes what the operator generates, and what pods there are, each time that it changes. @returns what ends it */
function followGenerated(
  api: ApiServer,
  { files, addresses, webhook, say }: Followed,
): Promise<readonly (() => Promise<void>)[]> {
  const reload = async (address: string): Promise<void> => {
    // Who has not started yet reads it when it does.
    const answer = await fetch(`${address}/-/reload`, { method: "POST" }).catch(() => undefined);
    if (answer?.ok === false) say(`what the operator has written is not taken: ${await answer.text()}`);
  };
  const said = new Set<string>();
  const once = (line: string): void => {
    if (!said.has(line)) say(line);
    said.add(line);
  };
  const generated = (kind: string) => ({ apiVersion: "v1", kind, labelSelector: generatedByOperator });
  return Promise.all([
    followObjects(api, { apiVersion: "v1", kind: "Pod" }, say, (pods) => {
      files.writePods(pods as readonly DiscoveredPod[]);
    }),
    followObjects(api, generated("ConfigMap"), say, async (maps) => {
      files.writeRules(generatedRules(maps));
      await reload(addresses.prometheus);
    }),
    followObjects(api, generated("Secret"), say, async (secrets) => {
      const prometheus = generatedPrometheus(secrets);
      if (prometheus !== undefined) {
        const { text, leftOut } = outsideConfiguration(prometheus, files);
        for (const job of leftOut) once(`not scraped here: ${job}`);
        files.writePrometheus(text);
        await reload(addresses.prometheus);
      }
      const alertmanager = generatedAlertmanager(secrets);
      if (alertmanager !== undefined) {
        files.writeAlertmanager(
          toWebhooks(alertmanager, (receiver) => `${webhook}/${encodeURIComponent(receiver)}`),
        );
        await reload(addresses.alertmanager);
      }
    }),
  ]);
}

function programsToStart(programs: ObservingPrograms, files: AlertingFiles, addresses: Addresses) {
  const isReady = (address: string) => async () => (await fetch(`${address}/-/ready`)).ok;
  const listenOn = (address: string) => `--web.listen-address=${new URL(address).host}`;
  return [
    {
      name: "alertmanager",
      command: programs.alertmanager,
      args: [
        `--config.file=${files.alertmanager}`,
        `--storage.path=${join(files.folder, "alertmanager")}`,
        listenOn(addresses.alertmanager),
        // One alone asks no others.
        "--cluster.listen-address=",
      ],
      env: programs.environment,
      folders: { "/usr/share": programs.share },
      ready: isReady(addresses.alertmanager),
    },
    {
      name: "alerting-prometheus",
      command: programs.prometheus,
      args: [
        `--config.file=${files.prometheus}`,
        `--storage.tsdb.path=${join(files.folder, "prometheus")}`,
        listenOn(addresses.prometheus),
        "--web.enable-lifecycle",
      ],
      env: programs.environment,
      ready: isReady(addresses.prometheus),
    },
  ];
}
