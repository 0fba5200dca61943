import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { collectorConfiguration } from "../../components/observability/telemetry/collector-configuration.ts";
import { countedLines } from "../../components/observability/telemetry/line-counts.ts";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { deliberateError } from "../../tools/test-error/deliberate-error.ts";
import { realSystem } from "../support/declarations.ts";
import {
  type CollectorPorts,
  freePorts,
  type RunningCollector,
  startCollector,
} from "./telemetry/collector-process.ts";
import { metricsAt, post, written } from "./telemetry/otlp-client.ts";
import { linesIn, type OtlpSink, otlpSink } from "./telemetry/otlp-sink.ts";

// Atlas' production configuration in the real collector: nobody is there for its traces, and its store of logs answers as it is told.

const why = whyNoGo();
if (why !== undefined) console.log(`The collector is skipped: ${why}.`);

const container = "web";

describe.skipIf(why !== undefined)("a real collector, between the agent and the store", () => {
  let answer = 200;
  let store: OtlpSink;
  let ports: CollectorPorts;
  let collector: RunningCollector;

  beforeAll(async () => {
    const [nowhere] = await Promise.all([freePorts()]);
    [store, ports] = await Promise.all([otlpSink(() => answer), freePorts()]);
    const rendered = collectorConfiguration("production", realSystem("production", "atlas-ux"), {
      traces: { endpoint: `http://127.0.0.1:${nowhere.otlp}` },
      logs: { endpoint: store.url, encoding: "json" },
    });
    const impatient = { initial_interval: "50ms", max_interval: "50ms", max_elapsed_time: "100ms" };
    const traces = { ...rendered.exporters["otlp_http/traces"], retry_on_failure: impatient };
    const exporters = { ...rendered.exporters, "otlp_http/traces": traces };
    collector = await startCollector({ ...rendered, exporters }, ports, {});
  });

  afterAll(async () => {
    await collector.stop();
    store.close();
  });

  const hand = (pod: string, ...lines: readonly (readonly [string, string])[]): Promise<number> =>
    post(ports, "/v1/logs", { resourceLogs: [written({ container, pod }, lines)] });

  test("adds lines up, whatever their times, pods and company (POL-21)", async () => {
    const now = Date.now();
    const time = (second: number): string => `${now + second * 1000}000000`;
    // Two lines each: in the order of time, back from it, at one time again, and many at once.
    for (const [index, second] of [1, 5, 9, 7, 3, 0, 9, 9].entries())
      expect(await hand(index % 2 ? "a" : "b", [time(second), "one"], [time(second + 1), "two"])).toBe(200);
    const many = Array.from({ length: 60 }, (_, index) =>
      hand(index % 2 ? "a" : "b", [time(index % 7), "one"], [time(index % 5), "two"]),
    );
    expect(new Set(await Promise.all(many))).toEqual(new Set([200]));
    await vi.waitFor(async () => {
      const counted = (await metricsAt(ports.counts))
        .split("\n")
        .filter((each) => each.startsWith(`${countedLines}{`) && each.includes(`part="${container}"`));
      expect(counted).toHaveLength(1);
      expect(counted[0]).toContain('log_structured="false"');
      expect(counted[0]?.split("} ")[1]).toBe(String(2 * (8 + 60)));
    }, 20_000);
  });

  test("leaves lines with the agent while the store is away, and takes them once it is back", async () => {
    const before = linesIn(store).length;
    answer = 503;
    expect(await hand("a", ["1", "kept by the agent"])).toBe(503);
    expect(await metricsAt(ports.own)).toMatch(/^otelcol_receiver_refused_log_records\{[^}]*\} 1$/m);
    answer = 200;
    expect(await hand("a", ["1", "kept by the agent"])).toBe(200);
    // It has answered only after the store had it.
    expect(linesIn(store)).toHaveLength(before + 1);
  });

  test("counts what it turns away and what it loses, under the names that alerts go by", async () => {
    answer = 400;
    // The agent asks again at 429, 502, 503 and 504 alone.
    expect([400, 500]).toContain(await hand("a", ["1", "never to be taken"]));
    answer = 200;
    const marked = { marker: "m", traceId: "0123456789abcdef0123456789abcdef", service: container };
    for (const [path, body] of Object.entries(
      deliberateError({ ...marked, namespace: "n", now: Date.now() }),
    ))
      await post(ports, path, body);
    await vi.waitFor(async () => {
      const own = await metricsAt(ports.own);
      for (const series of [
        'exporter_send_failed_spans\\{[^}]*exporter="otlp_http/traces"',
        'receiver_refused_log_records\\{[^}]*receiver="otlp"[^}]*transport="http"',
        'receiver_refused_spans\\{[^}]*receiver="otlp"[^}]*transport="http"',
      ])
        expect(own).toMatch(new RegExp(`^otelcol_${series}[^}]*\\} `, "m"));
      expect(own).toMatch(/^otelcol_receiver_refused_log_records\{[^}]*\} 2$/m);
      expect(own).not.toMatch(/otelcol_[a-z_]+_total\{/);
    }, 30_000);
  });
});
