import { parseEnvironment } from "../../../../config/parse-environment.ts";
import { type PublicService, publicServices } from "../../../../model/public-service.ts";
import { systems } from "../../../../systems/all.ts";
import type { StackUnderTest } from "../support/stack-under-test.ts";

/** A hostname of a stack and who is declared to answer there. */
export interface PublicEndpoint {
  readonly system: string;
  readonly namespace: string;
  readonly name: string;
  readonly service: PublicService;
  readonly host: string;
}

/** Every hostname that a stack's configuration gives to a service of its systems, with the figures of that stack. */
export function publicEndpoints({ stack, configured }: StackUnderTest): readonly PublicEndpoint[] {
  const environment = parseEnvironment(systems, stack, configured);
  return environment.systems.flatMap(({ system, hostnames }) =>
    [...publicServices(system)].map(([name, service]) => {
      const host = hostnames.get(name)?.name;
      if (host === undefined) throw new Error(`${stack} gives ${system.name}/${name} no hostname`);
      return { system: system.name, namespace: `${system.name}-${stack}`, name, service, host };
    }),
  );
}

/** The endpoint of that service, whose paths the tests know. */
export function endpointOf(
  endpoints: readonly PublicEndpoint[],
  system: string,
  name: string,
): PublicEndpoint {
  const found = endpoints.find((endpoint) => endpoint.system === system && endpoint.name === name);
  if (found === undefined) throw new Error(`${system} has no public service ${name}`);
  return found;
}
