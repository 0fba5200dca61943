import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectorConfiguration } from "../../../../components/observability/telemetry/collector-configuration.ts";
import {
  collectorMemory,
  collectorPorts,
} from "../../../../components/observability/telemetry/collector-part.ts";
import { collectorMonitorSpec } from "../../../../components/observability/telemetry/collector-spec.ts";
import { countedLines } from "../../../../components/observability/telemetry/line-counts.ts";
import { literal } from "../../../../components/observability/telemetry/otel-configuration.ts";
import { healthPaths } from "../../../../components/observability/telemetry/trace-processors.ts";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { personalName } from "../../../../model/personal-data.ts";
import { systems } from "../../../../systems/all.ts";
import { realSystem } from "../../../support/declarations.ts";

const configurationOf = (system: string, stack: EnvironmentName = "production") =>
  collectorConfiguration(stack, realSystem(stack, system));

const everySystem = systems.map(({ name }) => name);

describe("a collector's pipelines", () => {
  test.each(everySystem)("of %s name only components that there are, and use all there are", (name) => {
    const { service, extensions, ...components } = configurationOf(name);
    expect(service.extensions).toEqual(Object.keys(extensions));
    const pipelines = Object.values(service.pipelines);
    const used = new Set(
      pipelines.flatMap((each) => [...each.receivers, ...each.processors, ...each.exporters]),
    );
    const declared = Object.values(components).flatMap((kind) => Object.keys(kind));
    expect([...used].sort()).toEqual(declared.sort());
  });

  test.each(everySystem)("of %s take out what is personal before anything leaves (OBS-08)", (name) => {
    const { traces, logs } = configurationOf(name).service.pipelines;
    expect(traces?.processors[0]).toBe("memory_limiter");
    expect(traces?.processors.slice(-4)).toEqual([
      "transform/personal-spans",
      "transform/personal-events",
      "redaction/spans",
      "batch",
    ]);
    expect(logs?.processors[0]).toBe("memory_limiter");
    expect(logs?.processors.slice(-2)).toEqual(["transform/personal-lines", "redaction/lines"]);
  });

  test.each(everySystem)("of %s name no event where they mean every span (OBS-08)", (name) => {
    const statements = Object.values(configurationOf(name).processors)
      .map((each) => (each["trace_statements"] ?? []) as readonly string[])
      .filter((each) => each.length > 0);
    // The collector carries all statements of a list out for what is furthest down of what they name.
    for (const list of statements)
      expect(new Set(list.map((each) => /\bspanevent[.]/.test(each))).size, list[0]).toBe(1);
    expect(statements.filter(([first]) => first?.includes("spanevent."))).toHaveLength(1);
  });

  test.each(everySystem)(
    "of %s take the marks off lines between who counts them and the store (POL-21)",
    (name) => {
      const { service, processors } = configurationOf(name);
      expect(service.pipelines["logs"]?.exporters).toEqual(["count", "forward"]);
      expect(service.pipelines["logs/counted"]).toEqual({
        receivers: ["forward"],
        processors: ["transform/unmarked"],
        exporters: ["otlp_http/logs"],
      });
      expect(processors["transform/unmarked"]).toMatchObject({
        log_statements: [
          'delete_key(log.attributes, "log.personal")',
          ...["resource", "scope", "log"].map(
            (context) => `delete_matching_keys(${context}.attributes, "^redaction[.]")`,
          ),
        ],
      });
      // Nothing takes them off spans, so there are none; and of lines it is never said what was found.
      expect(processors["redaction/spans"]).toMatchObject({ redact_all_types: true, summary: "silent" });
      expect(processors["redaction/lines"]).toMatchObject({ summary: "info" });
    },
  );

  test("count lines that held something personal by who wrote them, and by nothing else (POL-21)", () => {
    const { logs } = configurationOf("crb-analyser").connectors["count"] as {
      logs: Readonly<
        Record<string, { conditions: readonly string[]; attributes: readonly { key: string }[] }>
      >;
    };
    expect(Object.keys(logs)).toEqual(["slipway_log_lines", "slipway_personal_log_lines"]);
    const { conditions, attributes } = logs["slipway_personal_log_lines"] ?? {};
    expect(attributes).toEqual([{ key: "part" }]);
    const attribute = (name: string) => `log.attributes["${name}"] != nil`;
    const found = ["log.personal", "redaction.masked.count", "redaction.body.masked.count"].map(attribute);
    expect(conditions).toEqual([`${attribute("log.structured")} and (${found.join(" or ")})`]);
  });

  test.each(everySystem)("of %s hold no line that the agent believes delivered", (name) => {
    const { service, exporters } = configurationOf(name);
    expect(service.pipelines["logs"]?.processors).not.toContain("batch");
    expect(exporters["otlp_http/logs"]).toMatchObject({
      sending_queue: { enabled: false },
      retry_on_failure: { enabled: false },
      // The agent waits for 30 seconds.
      timeout: "20s",
    });
  });

  test("hold no more traces than fit in memory, where they are several times what is sent", () => {
    const { processors, exporters } = configurationOf("crb-analyser");
    const { sending_queue: queue } = exporters["otlp_http/traces"] as {
      sending_queue: { sizer: string; queue_size: number };
    };
    const { limit_percentage: limit, spike_limit_percentage: spike } = processors["memory_limiter"] as Record<
      string,
      number
    >;
    const free = (collectorMemory.count * ((limit ?? 0) - (spike ?? 0))) / 100;
    expect(queue.sizer).toBe("bytes");
    expect(queue.queue_size * 4).toBeLessThan(free);
    expect(queue.queue_size).toBe(32 * 2 ** 20);
  });

  test("add counts up at the time of adding, with nothing that tells pods apart", () => {
    const { service, processors, exporters } = configurationOf("odd-scenes");
    expect(service.pipelines["metrics"]?.processors).toEqual([
      "batch",
      "transform/counts",
      "deltatocumulative",
    ]);
    expect(processors["transform/counts"]).toMatchObject({
      metric_statements: [
        'delete_matching_keys(resource.attributes, ".*")',
        "set(datapoint.start_time, Now())",
        "set(datapoint.time, Now())",
      ],
    });
    expect(processors["deltatocumulative"]).toEqual({ max_stale: "24h" });
    expect(exporters["prometheus"]).toMatchObject({ metric_expiration: "24h" });
  });

  test("tell how the collector does under names that no default of a release changes", () => {
    expect(configurationOf("atlas-ux").service.telemetry["metrics"]).toEqual({
      readers: [
        {
          pull: {
            exporter: {
              prometheus: {
                ...{ host: "0.0.0.0", port: collectorPorts.own },
                ...{ without_type_suffix: true, without_units: true, without_scope_info: true },
              },
            },
          },
        },
      ],
    });
  });

  test("have nothing held back of lines, nor measured, by their level (CF-26)", () => {
    const { processors, connectors, service } = configurationOf("crb-analyser");
    expect(service.pipelines["logs"]?.processors.filter((step) => step.startsWith("filter"))).toEqual([]);
    expect(JSON.stringify(connectors)).not.toMatch(/severity|level/);
    expect(Object.keys(processors).filter((step) => step.startsWith("filter"))).toEqual(["filter/probes"]);
  });

  test("mark the spans that failed before they are thinned out, so that those that failed are kept, whatever the share (OBS-22)", () => {
    for (const name of everySystem) {
      const { processors, service } = configurationOf(name);
      expect(service.pipelines["traces"]?.processors.slice(1, 4)).toEqual([
        "filter/probes",
        "transform/failures",
        "probabilistic_sampler",
      ]);
      expect(processors["transform/failures"]).toMatchObject({
        trace_statements: [
          'set(span.attributes["sampling.priority"], 1) where span.status.code == STATUS_CODE_ERROR',
        ],
      });
    }
  });

  test("keep a tenth in production and all in staging (CF-15)", () => {
    const share = (stack: EnvironmentName) =>
      configurationOf("odd-scenes", stack).processors["probabilistic_sampler"];
    expect(share("production")).toEqual({ sampling_percentage: 10 });
    expect(share("staging")).toEqual({ sampling_percentage: 100 });
  });

  test("lead to the vendor with a key by its name alone, or into the cluster's own store", () => {
    expect(configurationOf("crb-analyser").exporters["otlp_http/traces"]).toMatchObject({
      endpoint: "https://logfire-api.pydantic.dev:443",
      headers: { Authorization: "${env:LOGFIRE_TOKEN}" },
    });
    for (const name of ["atlas-ux", "odd-scenes"])
      expect(configurationOf(name).exporters["otlp_http/traces"]).toMatchObject({
        endpoint: "http://tempo.monitoring.svc:4318",
      });
  });

  test("are asked for both kinds of their metrics, by ports that the pod names", () => {
    const ports = collectorMonitorSpec({}).podMetricsEndpoints.map(({ port }) => port);
    expect(ports).toEqual(["own", "counts"]);
    for (const port of ports) expect(collectorPorts).toHaveProperty(port);
    expect(countedLines).toBe("slipway_log_lines_total");
  });
});

describe("health probes", () => {
  test("are known by every health path of every service, each once (OBS-25)", () => {
    expect([...healthPaths(realSystem("production", "crb-analyser"))]).toEqual([
      ["crb-backend", ["/api/health", "/api/health/detailed"]],
    ]);
    expect([...healthPaths(realSystem("production", "odd-scenes")).keys()]).toEqual([
      "frontend",
      "backend",
      "ai-backend",
    ]);
  });

  test("are dropped where they are asked and not where they are called", () => {
    const { trace_conditions: conditions } = configurationOf("atlas-ux").processors["filter/probes"] as {
      trace_conditions: readonly string[];
    };
    expect(conditions).toHaveLength(1);
    expect(conditions[0]).toContain("span.kind == SPAN_KIND_SERVER");
    for (const path of ["/v1/health", "/v1/runtime/status"])
      expect(conditions[0]).toContain(`span.attributes["url.path"] == "${path}"`);
  });
});

describe("names of what is personal", () => {
  test("stands in the configuration word for word, as a literal of its language", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(literal(text)).toBe(`"${text.replace(/[\\"]/g, (found) => `\\${found}`)}"`);
      }),
    );
    expect(JSON.stringify(configurationOf("atlas-ux"))).toContain(
      JSON.stringify(literal(personalName)).slice(1, -1),
    );
  });
});
