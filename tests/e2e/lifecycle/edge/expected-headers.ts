import type { EnvironmentName } from "../../../../model/environment-name.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

/** What NET-07 writes for pages and NET-08 for an API, word for word. */
const written = {
  pages: {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Xss-Protection": "1; mode=block",
  },
  api: {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy":
      "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data: https:",
  },
} as const;

/** CF-35: a year, as far as its owner has come; what is not production lets go after five minutes. */
const inProduction = {
  trial: "max-age=300",
  host: "max-age=31536000",
  subdomains: "max-age=31536000; includeSubDomains",
  preload: "max-age=31536000; includeSubDomains; preload",
} as const;

/** The headers that every answer of a hostname must carry once. By canonical name. */
export const expectedHeaders = (
  stack: EnvironmentName,
  { service }: PublicEndpoint,
): Readonly<Record<string, string>> => ({
  ...written[service.public.answers],
  "Strict-Transport-Security": inProduction[stack === "production" ? service.public.hsts : "trial"],
});
