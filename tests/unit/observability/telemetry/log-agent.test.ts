import { describe, expect, test } from "vitest";
import { clusterContract } from "../../../../components/cluster/contract.ts";
import { collectorConfiguration } from "../../../../components/observability/telemetry/collector-configuration.ts";
import { collectorAddress } from "../../../../components/observability/telemetry/collector-part.ts";
import { logAgentConfiguration } from "../../../../components/observability/telemetry/log-agent.ts";
import { logStoreConfiguration } from "../../../../components/observability/telemetry/log-store.ts";
import { logRetention } from "../../../../model/log-retention.ts";
import { platformImages } from "../../../../model/platform-image.ts";
import { systems } from "../../../../systems/all.ts";
import { realSystem } from "../../../support/declarations.ts";

const operator = (name: string) => clusterContract.find((each) => each.name === name);

describe("the agent on each node", () => {
  const namespaces = ["shop-staging", "shop-production"];
  const { receivers, exporters, service } = logAgentConfiguration(namespaces);

  test("hands the lines of each namespace to the collector of that namespace, and to no other", () => {
    expect(Object.keys(service.pipelines)).toEqual(namespaces.map((name) => `logs/${name}`));
    for (const name of namespaces) {
      expect(service.pipelines[`logs/${name}`]).toMatchObject({
        receivers: [`filelog/${name}`],
        exporters: [`otlp_http/${name}`],
      });
      expect(receivers[`filelog/${name}`]).toMatchObject({ include: [`/var/log/pods/${name}_*/*/*.log`] });
      expect(exporters[`otlp_http/${name}`]).toMatchObject({
        endpoint: collectorAddress.replace("otel-collector", `otel-collector.${name}.svc`),
      });
    }
  });

  test("leaves out what the collector writes itself, and loses nothing while that is away", () => {
    expect(receivers["filelog/shop-staging"]).toMatchObject({
      exclude: ["/var/log/pods/shop-staging_otel-collector-*/*/*.log"],
      retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
      storage: "file_storage",
    });
    expect(exporters["otlp_http/shop-staging"]).toMatchObject({ sending_queue: { enabled: false } });
  });

  test("knows the pod and the container of each line by the path of its file", () => {
    for (const name of namespaces)
      expect(receivers[`filelog/${name}`]).toMatchObject({
        include_file_path: true,
        operators: [{ type: "container" }],
      });
  });

  test("stands in the cluster's contract, of the release that systems run too", () => {
    expect(operator("Log agent")).toMatchObject({
      version: `v${platformImages["otel-collector"].tag}`,
      configuration: logAgentConfiguration(["<system>-<environment>"]),
    });
  });
});

describe("logs", () => {
  test("go to a store that asks for no tenant, since neither agents nor collectors name one", () => {
    expect(operator("Loki")?.configuration).toMatchObject({ auth_enabled: false });
    for (const name of systems.map((system) => system.name)) {
      const { exporters } = collectorConfiguration("production", realSystem("production", name));
      expect(exporters["otlp_http/logs"]).not.toHaveProperty("headers");
    }
  });

  test("are at hand for 7 days, in store for 30 and kept for 90 (OBS-11)", () => {
    expect(Object.values(logRetention).map(({ wholeSeconds }) => wholeSeconds / 86_400)).toEqual([7, 30, 90]);
    expect(logStoreConfiguration).toMatchObject({
      limits_config: { retention_period: "2160h" },
      compactor: { retention_enabled: true },
      chunk_store_config: { l2_chunk_cache_handoff: "168h" },
    });
    expect(operator("Loki")?.configuration).toBe(logStoreConfiguration);
    for (const { wholeSeconds } of Object.values(logRetention))
      expect(operator("Loki")?.purpose).toContain(`${wholeSeconds / 86_400}`);
  });
});
