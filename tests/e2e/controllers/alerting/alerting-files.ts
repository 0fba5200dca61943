import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeWhole } from "../../../../toolchain/steps/atomic-file.ts";
import { type DiscoveredPod, podTargets } from "../prometheus/pod-targets.ts";
import type { OutsidePlaces } from "./prometheus-configuration.ts";

const WRITTEN_WITHIN_MS = 60_000;
const LOOK_MS = 100;

/** What a Prometheus and an Alertmanager beside the pods read, in a folder that is begun anew. */
export class AlertingFiles implements OutsidePlaces {
  readonly folder: string;
  readonly rules: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly #targets: string;

  constructor(folder: string) {
    rmSync(folder, { recursive: true, force: true });
    this.folder = folder;
    this.rules = join(folder, "rules");
    this.prometheus = join(folder, "prometheus.json");
    this.alertmanager = join(folder, "alertmanager.json");
    this.#targets = join(folder, "targets");
    for (const each of [this.rules, this.#targets]) mkdirSync(each, { recursive: true });
  }

  podsOf = (namespace: string): string => join(this.#targets, `pods.${namespace}.json`);
  endpointsOf = (namespace: string): string => join(this.#targets, `endpoints.${namespace}.json`);

  /** Every pod that may be scraped, in the file of its namespace; a file whose namespace has none left says so. */
  writePods(pods: readonly DiscoveredPod[]): void {
    const byNamespace = Map.groupBy(pods, ({ metadata }) => this.podsOf(metadata.namespace ?? "default"));
    const left = readdirSync(this.#targets).map((file) => join(this.#targets, file));
    for (const file of left.filter((path) => path.includes("/pods."))) {
      if (!byNamespace.has(file)) byNamespace.set(file, []);
    }
    for (const [file, own] of byNamespace) writeWhole(file, JSON.stringify(own.flatMap(podTargets)));
  }

  /** The one endpoint of a Service. @param target `<address>:<port>` */
  writeEndpoint(
    service: { readonly name: string; readonly namespace: string; readonly port: string },
    target: string,
  ): void {
    const labels = {
      __meta_kubernetes_namespace: service.namespace,
      __meta_kubernetes_service_name: service.name,
      __meta_kubernetes_endpoint_port_name: service.port,
    };
    writeWhole(this.endpointsOf(service.namespace), JSON.stringify([{ targets: [target], labels }]));
  }

  /** Files of rules, by their names; others are gone. */
  writeRules(rules: Readonly<Record<string, string>>): void {
    for (const file of readdirSync(this.rules)) if (!(file in rules)) rmSync(join(this.rules, file));
    for (const [file, text] of Object.entries(rules)) writeWhole(join(this.rules, file), text);
  }

  writePrometheus(text: string): void {
    writeWhole(this.prometheus, text);
  }

  writeAlertmanager(text: string): void {
    writeWhole(this.alertmanager, text);
  }

  /** Waits until there is what both begin with. @throws Error when it is not there within a minute. */
  async untilWritten(): Promise<void> {
    const deadline = performance.now() + WRITTEN_WITHIN_MS;
    const wanted = [this.prometheus, this.alertmanager];
    while (!wanted.every((file) => existsSync(file))) {
      if (performance.now() > deadline)
        throw new Error(
          `The operator has not written what a Prometheus and an Alertmanager begin with after ${WRITTEN_WITHIN_MS / 1000} s. Read prometheus-operator.log.`,
        );
      await sleep(LOOK_MS);
    }
  }
}
