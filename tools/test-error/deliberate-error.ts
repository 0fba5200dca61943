/** What a deliberate error is made from. */
export interface Marked {
  /** Tells it from any other; it stands in the span and in the line. */
  readonly marker: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The part that it is said to come from: one that has not failed is as good as any. */
  readonly service: string;
  /** The namespace that its collector is in. */
  readonly namespace: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A failed span and a log line of the same trace, as OpenTelemetry's protocol has them in JSON: body by path. */
export function deliberateError(marked: Marked): Readonly<Record<"/v1/traces" | "/v1/logs", unknown>> {
  const { marker, traceId, service, namespace, now } = marked;
  const nanoseconds = `${now}000000`;
  const spanId = traceId.slice(0, 16);
  const message = `deliberate error ${marker}`;
  const line = { timestamp: new Date(now).toISOString(), level: "error", message, trace_id: traceId };
  return {
    "/v1/traces": {
      resourceSpans: [
        {
          resource: { attributes: attributes({ "service.name": service }) },
          scopeSpans: [
            {
              spans: [
                {
                  traceId,
                  spanId,
                  name: "deliberate error",
                  kind: 1,
                  startTimeUnixNano: nanoseconds,
                  endTimeUnixNano: nanoseconds,
                  attributes: attributes({ marker }),
                  status: { code: 2, message },
                },
              ],
            },
          ],
        },
      ],
    },
    "/v1/logs": {
      resourceLogs: [
        {
          resource: {
            attributes: attributes({ "k8s.namespace.name": namespace, "k8s.container.name": service }),
          },
          scopeLogs: [
            { logRecords: [{ timeUnixNano: nanoseconds, body: { stringValue: JSON.stringify(line) } }] },
          ],
        },
      ],
    },
  };
}

const attributes = (given: Readonly<Record<string, string>>) =>
  Object.entries(given).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/**
 * Where the two must be seen, in words.
 * @param store What keeps the system's traces.
 */
export const whereToLook = ({ marker, traceId, service }: Marked, store: string): readonly string[] => [
  `The collector took the deliberate error ${marker}. Within a minute it must be seen:`,
  `  in ${store}: trace ${traceId}, a failed span "deliberate error"`,
  `  in Loki: {service_name="${service}"} | log_class="error" |= "${marker}"`,
];
