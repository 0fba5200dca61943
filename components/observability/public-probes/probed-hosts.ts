import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { Tier } from "../../../model/workload.ts";
import { publicHosts } from "../../network/route-hosts.ts";

/** A service that is looked at from outside, as its users come to it. */
export interface ProbedHost {
  /** The service's name. */
  readonly name: string;
  readonly tier: Tier;
  /** Where it must answer: its health, and the first of its pages if it has any (OBS-21). */
  readonly urls: readonly string[];
  readonly hasPages: boolean;
}

/** The public services of a system in an environment, by the addresses that are asked for (HLT-13, SLO-32). Nothing asks in dev. */
export const probedHosts = (
  { name: environment }: Pick<Environment, "name">,
  own: SystemEnvironment,
): readonly ProbedHost[] =>
  environment === "dev"
    ? []
    : publicHosts(own).map(({ name, service, hostname }) => {
        const { health, tier, public: edge } = service;
        const hasPages = edge.answers === "pages";
        const paths = [edge.uptime ?? health.live, ...(hasPages ? ["/"] : [])];
        return {
          name,
          tier,
          urls: [...new Set(paths)].map((path) => `https://${hostname.name}${path}`),
          hasPages,
        };
      });
