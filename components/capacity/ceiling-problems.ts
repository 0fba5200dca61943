import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { Problem } from "../../model/problem.ts";
import { type Amount, type Demand, totalOf } from "./demand.ts";
import { type PartDemand, systemDemands } from "./system-demands.ts";

/**
 * What is wrong where a system's parts at their peak need more than the environment grants it: its quota would not fit,
 * and the sum by part says why (SCL-01).
 */
export function ceilingProblems(environment: Environment): Problem[] {
  return environment.systems.flatMap((own) => problemsOf(own, systemDemands(environment, own)));
}

function problemsOf({ system, ceiling }: SystemEnvironment, demands: readonly PartDemand[]): Problem[] {
  if (ceiling === undefined) return [];
  const path = `slipway:environment.systems.${system.name}.sizes.ceiling`;
  const problem = (
    measure: keyof typeof ceiling,
    needed: string,
    granted: string,
    sums: string[],
  ): Problem => ({
    path: `${path}.${measure}`,
    message: `at their peak its parts need ${needed} (${sums.join(", ")}), but it is granted ${granted}; lower a maximum or a size, or grant ${needed}`,
  });
  const problems: Problem[] = [];
  const sumsOf = <T extends Amount<T>>(amount: (demand: Demand) => T): string[] =>
    demands.map(({ part, demand }) => {
      const { pods } = demand;
      const each = amount(demand);
      return `${part} ${pods} × ${each.toString()} = ${each.times(pods).toString()}`;
    });
  const all = demands.map(({ demand }) => demand);
  const cpu = totalOf(all, ({ cpuRequest }) => cpuRequest);
  if (ceiling.cpu && cpu?.exceeds(ceiling.cpu)) {
    const sums = sumsOf(({ cpuRequest }) => cpuRequest);
    problems.push(problem("cpu", cpu.toString(), ceiling.cpu.toString(), sums));
  }
  const memory = totalOf(all, ({ memory }) => memory);
  if (ceiling.memory && memory?.exceeds(ceiling.memory)) {
    const sums = sumsOf(({ memory: each }) => each);
    problems.push(problem("memory", memory.toString(), ceiling.memory.toString(), sums));
  }
  const pods = demands.reduce((total, { demand }) => total + demand.pods, 0);
  if (ceiling.pods !== undefined && pods > ceiling.pods) {
    const sums = demands.map(({ part, demand }) => `${part} ${demand.pods}`);
    problems.push(problem("pods", String(pods), String(ceiling.pods), sums));
  }
  return problems;
}
