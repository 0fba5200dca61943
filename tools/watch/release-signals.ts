import {
  serviceLevels,
  watchedServices,
} from "../../components/observability/service-levels/service-level.ts";
import { namespaceName } from "../../components/system-context.ts";
import type { Environment } from "../../config/environment.ts";
import { objectiveSignals } from "./objective-signal.ts";
import { containerSignals, downSignal } from "./pod-signals.ts";
import type { Signal } from "./signal.ts";

/** All that is looked at after a release of some systems of an environment (DEP-06, SLO-33). */
export const releaseSignals = (
  environment: Pick<Environment, "name" | "systems">,
  chosen: readonly string[],
): readonly Signal[] =>
  environment.systems
    .filter(({ system }) => chosen.includes(system.name))
    .flatMap((own) => {
      const { name: system, services } = own.system;
      const namespace = namespaceName({ system, environment: environment.name });
      return [
        ...serviceLevels(environment, own).flatMap(objectiveSignals),
        ...watchedServices(environment, own).map((service) => downSignal(system, service)),
        ...Object.entries(services).flatMap(([name, service]) =>
          containerSignals({ system, namespace, name }, service),
        ),
      ];
    });
