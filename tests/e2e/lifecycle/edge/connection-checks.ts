import { type Check, headerOf, statusOf } from "./check.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

const path = "/some/page?of=it&more=%2F";

/** A hostname is reached by TLS with its own certificate, and by HTTP there is but the way to it (NET-04…06, NET-19). */
export function connectionChecks(endpoint: PublicEndpoint): readonly Check[] {
  const { host } = endpoint;
  const live = endpoint.service.health.live;
  const olderTls = (newestTls: "1.0" | "1.1"): Check => ({
    question: { endpoint, path: live, newestTls },
    asked: `TLS ${newestTls}`,
    expected: "refused",
    seen: ({ error, tls }) =>
      tls === undefined && error?.includes("protocol version") ? "refused" : (tls?.version ?? error ?? ""),
  });
  return [
    {
      question: { endpoint, path, plain: true },
      asked: "HTTP",
      expected: `301 https://${host}${path}`,
      seen: (reply) => `${statusOf(reply)} ${headerOf(reply, "Location")}`,
    },
    {
      question: { endpoint, path, plain: true, method: "POST", body: "a=1" },
      asked: "HTTP, POST",
      expected: `301 https://${host}${path}`,
      seen: (reply) => `${statusOf(reply)} ${headerOf(reply, "Location")}`,
    },
    {
      question: { endpoint, path: live },
      asked: `HTTPS ${live}`,
      expected: `200, TLS 1.3, certificate for ${host}`,
      seen: (reply) =>
        `${statusOf(reply)}, ${reply.tls?.version ?? "no TLS"}, certificate for ${reply.tls?.names.join(" ") ?? "nobody"}`,
    },
    {
      question: { endpoint, path: live, newestTls: "1.2" },
      asked: "TLS 1.2",
      expected: "200, TLS 1.2",
      seen: (reply) => `${statusOf(reply)}, ${reply.tls?.version ?? "no TLS"}`,
    },
    olderTls("1.1"),
    olderTls("1.0"),
  ];
}

/** A name that nobody configured leads nowhere. */
export function unknownHostChecks(known: PublicEndpoint): readonly Check[] {
  const endpoint = { ...known, host: `nobody.${known.host}` };
  return [
    {
      question: { endpoint, path: "/" },
      asked: "HTTPS under a name of nobody's",
      expected: "no certificate",
      seen: ({ error = "answered" }) => (error.includes("certificate") ? "no certificate" : error),
    },
    {
      question: { endpoint, path: "/", plain: true },
      asked: "HTTP under a name of nobody's",
      expected: "404",
      seen: statusOf,
    },
  ];
}
