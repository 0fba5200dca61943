import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** Something that was handed over by OpenTelemetry's protocol, in JSON. */
export interface Received {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly text: string;
}

/** Takes what collectors hand on, in the place of vendors and stores. */
export interface OtlpSink {
  readonly url: string;
  readonly received: readonly Received[];
  readonly close: () => void;
}

/**
 * Starts a sink on loopback.
 * @param status What it answers to each request; of what it answers an error to, it has taken nothing. @default 200
 */
export async function otlpSink(status: () => number = () => 200): Promise<OtlpSink> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
      response.statusCode = status();
      if (response.statusCode === 200)
        received.push({ path: request.url ?? "", authorization: request.headers.authorization, text });
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Attributes by name, each with its value as text. */
export const attributesOf = (attributes: readonly Attribute[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, JSON.stringify(Object.values(value)[0])]));

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly attributes?: readonly Attribute[];
  readonly events?: readonly { readonly attributes?: readonly Attribute[] }[];
}

/** Every span that came in. */
export const spansIn = ({ received }: OtlpSink): readonly ReceivedSpan[] =>
  received
    .filter(({ path }) => path.endsWith("/v1/traces"))
    .flatMap(({ text }) =>
      (
        JSON.parse(text) as {
          resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[];
        }
      ).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );

export interface ReceivedLine {
  readonly severityNumber?: number;
  readonly traceId?: string;
  readonly body: unknown;
  readonly attributes?: readonly Attribute[];
}

/** Every log line that came in. */
export const linesIn = ({ received }: OtlpSink): readonly ReceivedLine[] =>
  received
    .filter(({ path }) => path.endsWith("/v1/logs"))
    .flatMap(({ text }) =>
      (
        JSON.parse(text) as {
          resourceLogs: { scopeLogs: { logRecords: ReceivedLine[] }[] }[];
        }
      ).resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)),
    );
