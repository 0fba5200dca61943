import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { hiddenPaths } from "../../../../model/hidden-paths.ts";
import type { Reply } from "../support/ask.ts";
import { type Check, headerOf, statusOf } from "./check.ts";
import { expectedHeaders } from "./expected-headers.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

/** Every answer carries its security headers once, and none that tells what made it (NET-07, NET-08, CF-35). */
export function headerChecks(stack: EnvironmentName, endpoint: PublicEndpoint): readonly Check[] {
  const question = { endpoint, path: "/" };
  const expected = { ...expectedHeaders(stack, endpoint), "X-Powered-By": "absent" };
  return Object.entries(expected).map(([name, value]) => ({
    question,
    asked: name,
    expected: value,
    seen: (reply) => headerOf(reply, name),
  }));
}

/** What another service answers on a hostname binds browsers no longer than the hostname itself does (CF-35). */
export function routedHeaderChecks(stack: EnvironmentName, endpoint: PublicEndpoint): readonly Check[] {
  const name = "Strict-Transport-Security";
  return Object.keys(endpoint.service.public.routes).map((path) => ({
    question: { endpoint, path },
    asked: `${name} of ${path}`,
    expected: expectedHeaders(stack, endpoint)[name] ?? "",
    seen: (reply) => headerOf(reply, name),
  }));
}

/** CORS is the service's own business: its headers pass as they are, and once (SEC-18, NET-18). */
export function crossOriginChecks(endpoint: PublicEndpoint): readonly Check[] {
  if (endpoint.service.kind !== "http-service") return [];
  const origin = "https://elsewhere.example";
  return [
    {
      question: { endpoint, path: "/", headers: { Origin: origin } },
      asked: "Access-Control-Allow-Origin, the service's own",
      expected: origin,
      seen: (reply) => headerOf(reply, "Access-Control-Allow-Origin"),
    },
  ];
}

/** What only the platform may read is not there for the internet, however its path is written (NET-14). */
export function hiddenPathChecks(endpoint: PublicEndpoint): readonly Check[] {
  return hiddenPaths(endpoint.service).flatMap(({ path, below }) => {
    const notFound = (written: string): Check => ({
      question: { endpoint, path: written },
      asked: written,
      expected: "404 of the gateway, with HSTS",
      seen: (reply) =>
        `${statusOf(reply)} of the ${"X-Pod" in reply.headers ? "service" : "gateway"}` +
        ("Strict-Transport-Security" in reply.headers ? ", with HSTS" : ""),
    });
    const unseen = (written: string): Check => ({
      question: { endpoint, path: written },
      asked: written,
      expected: "not shown",
      seen: (reply) => (tells(reply) ? "shown" : "not shown"),
    });
    return [
      ...[path, `${path}?a=1`, `${path}/`, path.toUpperCase(), ...(below ? [`${path}/x`] : [])].map(notFound),
      ...[`/${path}`, `/.${path}`, `/x/..${path}`, `${path}/.`, percentEncoded(path), `${path};a=1`].map(
        unseen,
      ),
    ];
  });
}

/** What the metrics and the detailed health of the stand-in tell, and nothing else does. */
const tells = ({ body }: Reply): boolean => /http_request_duration_seconds|"unreachable"/.test(body);

/** The same path to whoever decodes it. */
const percentEncoded = (path: string): string =>
  path.replaceAll(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
