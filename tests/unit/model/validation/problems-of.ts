import type { Problem } from "../../../../model/problem.ts";
import type { System } from "../../../../model/system.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import type { Workload } from "../../../../model/workload.ts";
import { shopWith } from "../declared-shop.ts";

/** What is wrong with a system that has just this one service, called `it`; what it calls is left out. */
export const problemsOf = (service: Workload): Problem[] =>
  validateSystem(shopWith({ it: alone(service) }, lonely));

// `API_URL` would be the address of a service that is not there.
const lonely: Partial<System> = { variables: {} };
const alone = (service: Workload): Workload => ({
  ...service,
  ...("calls" in service ? { calls: [] } : {}),
  variables: { name: "none", variables: [] },
});
