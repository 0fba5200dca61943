import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { collectorConfiguration } from "../../components/observability/telemetry/collector-configuration.ts";
import type { OtelConfiguration } from "../../components/observability/telemetry/otel-configuration.ts";
import { systems } from "../../systems/all.ts";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { deliberateError } from "../../tools/test-error/deliberate-error.ts";
import { realSystem } from "../support/declarations.ts";
import {
  type CollectorPorts,
  collectorProgram,
  freePorts,
  type RunningCollector,
  startCollector,
} from "./telemetry/collector-process.ts";
import { attributes, metricsAt, post, written } from "./telemetry/otlp-client.ts";
import { attributesOf, linesIn, type OtlpSink, otlpSink, spansIn } from "./telemetry/otlp-sink.ts";

// CRB's production configuration in the real collector, with a sink in the place of Logfire and of Loki.

const why = whyNoGo();
if (why !== undefined) console.log(`The collector is skipped: ${why}.`);

const WELL = 400;
const personal = [
  "jane@doe.example",
  "1.2.3.4",
  "4111 1111 1111 1111",
  "select secret",
  "Bearer abcdef123456",
];
const [mail = "", address = "", card = "", statement = "", bearer = ""] = personal;

const span = (name: string, given: Readonly<Record<string, string>>, more: object = {}) => ({
  traceId: randomBytes(16).toString("hex"),
  spanId: randomBytes(8).toString("hex"),
  name,
  kind: 2,
  startTimeUnixNano: "1",
  endTimeUnixNano: "2",
  attributes: attributes(given),
  ...more,
});

const failed = span(
  "failed",
  {
    "url.path": "/api/reports",
    "user.email": mail,
    "client.address": address,
    "db.statement": statement,
    "http.request.header.authorization": bearer,
    note: `of ${mail}, card ${card}, ${bearer}`,
    "url.full": `https://api.example/reports?mail=${mail}`,
    quiz_session_id: "q-7",
  },
  {
    status: { code: 2 },
    events: [
      { name: "exception", timeUnixNano: "1", attributes: attributes({ "exception.message": `no ${mail}` }) },
    ],
  },
);

const line = (container: string, text: string) => written({ container, pod: "a" }, [["1", text]]);

const trace = "0123456789abcdef0123456789abcdef";
const structured = {
  timestamp: "2026-01-01T00:00:00Z",
  level: "ERROR",
  message: `failed for ${mail}`,
  trace_id: trace,
  user: { email: mail, id: 7 },
  req: { headers: { authorization: bearer } },
};

describe.skipIf(why !== undefined)("a real collector", () => {
  let sink: OtlpSink;
  let ports: CollectorPorts;
  let collector: RunningCollector;

  beforeAll(async () => {
    [sink, ports] = await Promise.all([otlpSink(), freePorts()]);
    const to = { endpoint: sink.url, encoding: "json" };
    const configuration = collectorConfiguration("production", realSystem("production", "crb-analyser"), {
      traces: { ...to, headers: { Authorization: "${env:LOGFIRE_TOKEN}" } },
      logs: { ...to, endpoint: `${sink.url}/otlp` },
    });
    collector = await startCollector(configuration, ports, { LOGFIRE_TOKEN: "made-up" });
    await send("/v1/traces", {
      resourceSpans: [
        {
          resource: { attributes: attributes({ "service.name": "crb-backend" }) },
          scopeSpans: [
            {
              spans: [
                failed,
                span("probe", { "url.path": "/api/health" }),
                span("probe", { "http.route": "/api/health/detailed" }),
                ...Array.from({ length: WELL }, () => span("well", { "url.path": "/api/reports" })),
              ],
            },
          ],
        },
      ],
    });
    await send("/v1/logs", {
      resourceLogs: [
        line("crb-backend", JSON.stringify(structured)),
        line("crb-backend", JSON.stringify({ time: 1, level: 30, msg: "paid", class: "audit" })),
        line("crb-backend", `Traceback of ${mail}`),
        line("crb-backend", "{not JSON"),
        line("cache", `a server's own line, of ${mail}`),
      ],
    });
    await vi.waitFor(() => {
      expect(linesIn(sink)).toHaveLength(5);
      expect(spansIn(sink).length).toBeGreaterThan(0);
    }, 30_000);
  });

  afterAll(async () => {
    await collector.stop();
    sink.close();
  });

  const send = async (path: string, body: unknown): Promise<void> => {
    expect(await post(ports, path, body)).toBe(200);
  };

  test.each(systems.map(({ name }) => name))("takes what is rendered for %s", async (name) => {
    const program = await collectorProgram();
    for (const stack of ["staging", "production"] as const)
      expect(() => {
        validate(program, collectorConfiguration(stack, realSystem(stack, name)));
      }).not.toThrow();
    const wrong = collectorConfiguration("production", realSystem("production", name));
    const filter = { trace_conditions: ['span.nothing == "x"'] };
    expect(() => {
      validate(program, { ...wrong, processors: { ...wrong.processors, "filter/probes": filter } });
    }).toThrow("filter/probes");
  });

  test("lets nothing personal out, and keeps what investigations need (OBS-08)", () => {
    const all = sink.received.map(({ text }) => text).join("\n");
    for (const value of personal) expect(all).not.toContain(value);
    const kept = spansIn(sink).find(({ name }) => name === "failed");
    expect(attributesOf(kept?.attributes)).toMatchObject({
      "url.path": '"/api/reports"',
      "url.full": '"https://api.example/reports"',
      quiz_session_id: '"q-7"',
    });
    expect(Object.keys(attributesOf(kept?.attributes))).not.toContain("user.email");
    expect(attributesOf(kept?.events?.[0]?.attributes)).toEqual({ "exception.message": '"no ****"' });
  });

  test("drops health probes, keeps what failed and about a tenth of the rest (OBS-25, CF-15)", () => {
    const names = spansIn(sink).map(({ name }) => name);
    expect(names).not.toContain("probe");
    expect(names.filter((name) => name === "failed")).toHaveLength(1);
    const well = names.filter((name) => name === "well").length;
    // Of 400 at one in ten, fewer than 10 or more than 80 come up less than once in a million times.
    expect(well).toBeGreaterThan(10);
    expect(well).toBeLessThan(80);
  });

  test("hands traces to the vendor with its key, and lines to the store", () => {
    const traces = sink.received.filter(({ path }) => path === "/v1/traces");
    expect(traces.length).toBeGreaterThan(0);
    expect(new Set(traces.map(({ authorization }) => authorization))).toEqual(new Set(["made-up"]));
    const logs = sink.received.filter(({ path }) => path === "/otlp/v1/logs");
    expect(new Set(logs.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
    expect(collector.log()).not.toContain("made-up");
  });

  test("makes fields, a severity, a class and a trace of lines that are JSON (OBS-09)", () => {
    const told = linesIn(sink).map((each) => {
      const { "log.class": logClass, "log.structured": is } = attributesOf(each.attributes);
      return [each.severityNumber ?? 0, logClass, is, each.traceId ?? ""];
    });
    expect(told).toEqual([
      [17, '"error"', '"true"', trace],
      [9, '"audit"', '"true"', ""],
      [0, '"application"', '"false"', ""],
      [0, '"application"', '"false"', ""],
      [0, '"application"', undefined, ""],
    ]);
  });

  test("counts lines by whether they are structured, and says how it does (POL-21)", async () => {
    await vi.waitFor(async () => {
      const counted = await metricsAt(ports.counts);
      expect(counted).toMatch(
        /slipway_log_lines_total\{[^}]*log_structured="false"[^}]*part="crb-backend"\} 2/,
      );
      expect(counted).toMatch(
        /slipway_log_lines_total\{[^}]*log_structured="true"[^}]*part="crb-backend"\} 2/,
      );
      // One of the structured ones, and one that is text.
      expect(counted).toMatch(/slipway_personal_log_lines_total\{[^}]*part="crb-backend"\} 2/);
      expect(counted).not.toContain('part="cache"');
    }, 20_000);
    const own = await metricsAt(ports.own);
    for (const name of ["exporter_queue_size", "exporter_queue_capacity", "receiver_accepted_log_records"])
      expect(own).toMatch(new RegExp(`^otelcol_${name}\\{`, "m"));
  });

  test("hands on a deliberate error, marked, as a span and as a line (OBS-22)", async () => {
    const traceId = randomBytes(16).toString("hex");
    const marked = { marker: "deadbeef", traceId, service: "crb-backend", namespace: "n", now: Date.now() };
    for (const [path, body] of Object.entries(deliberateError(marked))) await send(path, body);
    await vi.waitFor(() => {
      expect(spansIn(sink).filter((each) => each.traceId === traceId)).toHaveLength(1);
      const lines = linesIn(sink).filter((each) => each.traceId === traceId);
      expect(lines).toHaveLength(1);
      expect(attributesOf(lines[0]?.attributes)["log.class"]).toBe('"error"');
      expect(JSON.stringify(lines[0]?.body)).toContain("deadbeef");
    }, 30_000);
  });
});

/** @throws Error with what the collector says of a configuration that it does not take. */
function validate(program: string, configuration: OtelConfiguration): void {
  const folder = mkdtempSync(join(tmpdir(), "slipway-otelcol-"));
  try {
    const file = join(folder, "collector.json");
    writeFileSync(file, JSON.stringify(configuration));
    execFileSync(program, ["validate", `--config=${file}`], {
      env: { LOGFIRE_TOKEN: "made-up" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
