import type { PublicEdge } from "./public-edge.ts";
import type { System } from "./system.ts";
import type { HttpService, StaticSite, Workload } from "./workload.ts";

/** A service that is reached from the internet. */
export type PublicService = (HttpService | StaticSite) & { readonly public: PublicEdge };

/** Whether a service is reached from the internet. */
export const isPublic = (service: Workload | undefined): service is PublicService =>
  service !== undefined && "public" in service && service.public !== false;

/** The services of a system that are reached from the internet, by name. */
export const publicServices = ({ services }: Pick<System, "services">): ReadonlyMap<string, PublicService> =>
  new Map(
    Object.entries(services).flatMap(([name, service]) =>
      isPublic(service) ? [[name, service] as const] : [],
    ),
  );
