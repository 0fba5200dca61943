import { expect, test } from "vitest";
import { lineFields } from "../../../components/observability/telemetry/log-processors.ts";
import { deliberateError, whereToLook } from "../../../tools/test-error/deliberate-error.ts";

const marked = {
  marker: "deadbeef",
  traceId: "0123456789abcdef0123456789abcdef",
  service: "web",
  namespace: "shop-production",
  now: Date.UTC(2026, 0, 2, 3, 4, 5),
};
const sent = deliberateError(marked);

test("a deliberate error is a failed span, which no sampling leaves out, and carries the marker", () => {
  expect(sent["/v1/traces"]).toMatchObject({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: "web" } }] },
        scopeSpans: [
          {
            spans: [
              {
                traceId: marked.traceId,
                spanId: "0123456789abcdef",
                startTimeUnixNano: "1767323045000000000",
                attributes: [{ key: "marker", value: { stringValue: "deadbeef" } }],
                status: { code: 2 },
              },
            ],
          },
        ],
      },
    ],
  });
});

test("it is a line of the same trace, as a program owes it", () => {
  const { resourceLogs } = sent["/v1/logs"] as {
    resourceLogs: { scopeLogs: { logRecords: { body: { stringValue: string } }[] }[] }[];
  };
  const text = resourceLogs[0]?.scopeLogs[0]?.logRecords[0]?.body.stringValue ?? "";
  const line = JSON.parse(text) as Record<string, string>;
  expect(line).toMatchObject({ level: "error", trace_id: marked.traceId });
  for (const names of Object.values(lineFields)) expect(names.some((name) => name in line)).toBe(true);
  expect(line["message"]).toContain("deadbeef");
});

test("it is said where both must be seen", () => {
  expect(whereToLook(marked, "logfire")).toEqual([
    "The collector took the deliberate error deadbeef. Within a minute it must be seen:",
    '  in logfire: trace 0123456789abcdef0123456789abcdef, a failed span "deliberate error"',
    '  in Loki: {service_name="web"} | log_class="error" |= "deadbeef"',
  ]);
});
