import { priorityClassName } from "../../../components/capacity/priority.ts";
import type { PodInput } from "../../../components/workloads/pod.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import type { Workload } from "../../../model/workload.ts";
import { realEnvironment } from "../../support/declarations.ts";

/** A service as a stack's file has it, and what its pods are made from. */
export interface DeclaredPods {
  /** `<system>/<service>`. */
  readonly name: string;
  readonly service: Workload;
  readonly input: PodInput;
}

/** Every service of every system in a stack. */
export const servicesOf = (environment: EnvironmentName): readonly DeclaredPods[] =>
  realEnvironment(environment).systems.flatMap((own) =>
    Object.entries(own.system.services).map(([name, service]) => ({
      name: `${own.system.name}/${name}`,
      service,
      input: {
        stack: environment,
        environment: own,
        name,
        service,
        image: "registry.example.com/image@sha256:1",
        configMap: undefined,
        priorityClass: priorityClassName(environment, service.tier),
        labels: { "app.kubernetes.io/name": name },
        selector: { "app.kubernetes.io/name": name },
      },
    })),
  );

/** What the pods of one service are made from. */
export function podInput(environment: EnvironmentName, system: string, service: string): PodInput {
  const found = servicesOf(environment).find(({ name }) => name === `${system}/${service}`);
  if (!found) throw new Error(`${environment} has no ${system}/${service}`);
  return found.input;
}
