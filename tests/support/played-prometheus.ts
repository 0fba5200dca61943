import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What a query comes to: a number, nothing, or several series. */
export type PlayedAnswer = number | undefined | readonly number[];

/** A server that answers as Prometheus' HTTP API is documented to. */
export interface PlayedPrometheus {
  readonly address: string;
  /** Every request that came, in order. */
  readonly requests: {
    readonly method: string;
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
  }[];
  stop(): Promise<void>;
}

/** A failure in place of an answer: its status, and what stands in it. */
export interface PlayedFailure {
  readonly status: number;
  readonly body: string;
}

/**
 * Plays Prometheus on this machine.
 * @param answer What each query comes to, by the key that it is asked under and by its text.
 * @param failure What all requests are answered with, while there is something. @default nothing fails
 */
export async function playPrometheus(
  answer: (key: string, query: string) => PlayedAnswer,
  failure: () => PlayedFailure | undefined = () => undefined,
): Promise<PlayedPrometheus> {
  const requests: PlayedPrometheus["requests"] = [];
  const server = createServer(({ method = "", url = "", headers }, response) => {
    requests.push({ method, path: url, headers });
    const failed = failure();
    response.statusCode = failed?.status ?? 200;
    response.end(failed?.body ?? JSON.stringify(vector(url, answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function vector(url: string, answer: (key: string, query: string) => PlayedAnswer): object {
  const text = new URL(url, "http://played").searchParams.get("query") ?? "";
  const asked = text.matchAll(/label_replace\(((?:(?!label_replace\()[^])*), "asked", "([^"]*)", "", ""\)/g);
  const result = [...asked].flatMap(([, query = "", key = ""]) => {
    const value = answer(key, query);
    return (typeof value === "number" ? [value] : (value ?? [])).map((each, index) => ({
      metric: { asked: key, series: String(index) },
      value: [1_700_000_000.123, Number.isFinite(each) ? String(each) : infinite(each)],
    }));
  });
  return { status: "success", data: { resultType: "vector", result } };
}

/** As Go writes it. */
const infinite = (value: number): string => (Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
