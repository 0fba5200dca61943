import type { EnvironmentName } from "../../model/environment-name.ts";
import type { HstsStage, PublicEdge } from "../../model/public-edge.ts";
import { days, minutes } from "../../model/quantities/duration.ts";

/** The standard filter that changes the headers of answers. */
export interface HeaderFilter {
  readonly type: "ResponseHeaderModifier";
  readonly responseHeaderModifier: {
    readonly set: readonly { readonly name: string; readonly value: string }[];
    readonly remove: readonly string[];
  };
}

const year = days(365).wholeSeconds;

const strictTransport: Readonly<Record<HstsStage, string>> = {
  trial: `max-age=${minutes(5).wholeSeconds}`,
  host: `max-age=${year}`,
  subdomains: `max-age=${year}; includeSubDomains`,
  preload: `max-age=${year}; includeSubDomains; preload`,
};

/** An environment that people try things out in never binds a browser for long (CF-35). */
const stageIn = (environment: EnvironmentName, stage: HstsStage): HstsStage =>
  environment === "production" ? stage : "trial";

const headersOf: Readonly<Record<PublicEdge["answers"], Readonly<Record<string, string>>>> = {
  // NET-07
  pages: { "X-Frame-Options": "DENY", "X-XSS-Protection": "1; mode=block" },
  // NET-08
  api: {
    "Content-Security-Policy":
      "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data: https:",
  },
};

/**
 * The headers of what a hostname answers, each once, whatever the code behind it says. Those of CORS are the code's own,
 * and pass (SEC-18, NET-18).
 * @param answers Whether pages or an API answer.
 * @param stage The hostname's, and not that of a service which answers for a part of it: browsers go by the host.
 */
export const headerFilter = (
  environment: EnvironmentName,
  answers: PublicEdge["answers"],
  stage: HstsStage,
): HeaderFilter => ({
  type: "ResponseHeaderModifier",
  responseHeaderModifier: {
    set: Object.entries({
      "Strict-Transport-Security": strictTransport[stageIn(environment, stage)],
      "X-Content-Type-Options": "nosniff",
      ...headersOf[answers],
    }).map(([name, value]) => ({ name, value })),
    remove: ["X-Powered-By"],
  },
});
