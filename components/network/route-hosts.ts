import type { SystemEnvironment } from "../../config/environment.ts";
import type { Hostname } from "../../model/hostname.ts";
import { publicServices, type PublicService } from "../../model/public-service.ts";

/** A service with a hostname in this environment. */
export interface PublicHost {
  /** The service's name. */
  readonly name: string;
  readonly service: PublicService;
  readonly hostname: Hostname;
}

/** Every hostname of a system that the gateway serves (NET-02). Dev gives none, and then has no gateway. */
export const publicHosts = ({ system, hostnames }: SystemEnvironment): readonly PublicHost[] =>
  [...publicServices(system)].flatMap(([name, service]) => {
    const hostname = hostnames.get(name);
    return hostname ? [{ name, service, hostname }] : [];
  });
