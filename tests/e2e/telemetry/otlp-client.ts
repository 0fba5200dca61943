import type { CollectorPorts } from "./collector-process.ts";

/** Attributes as OpenTelemetry's protocol has them. */
export const attributes = (given: Readonly<Record<string, string>>) =>
  Object.entries(given).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/** Lines that a container of a pod wrote, as the node's agent hands them over: each text with its time, in nanoseconds. */
export const written = (
  { container, pod }: { readonly container: string; readonly pod: string },
  lines: readonly (readonly [time: string, text: string])[],
) => ({
  resource: { attributes: attributes({ "k8s.container.name": container, "k8s.pod.name": pod }) },
  scopeLogs: [
    { logRecords: lines.map(([timeUnixNano, text]) => ({ timeUnixNano, body: { stringValue: text } })) },
  ],
});

/** Hands something to a collector. @returns The status that it answers. */
export async function post(ports: CollectorPorts, path: string, body: unknown): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${ports.otlp}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await answer.text();
  return answer.status;
}

/** What a collector shows at one of its ports. */
export const metricsAt = async (port: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
