import type { Bytes } from "../../model/quantities/bytes.ts";
import type { Cpu } from "../../model/quantities/cpu.ts";

/** What one workload may need at its peak: its pods, old and new ones of a rollout together, and what each uses. */
export interface Demand {
  readonly pods: number;
  readonly cpuRequest: Cpu;
  readonly cpuLimit: Cpu;
  readonly memory: Bytes;
  readonly disk: Bytes;
  /** Storage that outlives its pods, claim by claim. */
  readonly storage?: readonly Bytes[];
}

/** An amount of CPU, memory or disk. */
export interface Amount<T> {
  plus(other: T): T;
  times(factor: number): T;
  toString(): string;
}

/** The sum of what all pods of all demands need of one thing; nothing where there is no demand. */
export const totalOf = <T extends Amount<T>>(
  demands: readonly Demand[],
  amount: (demand: Demand) => T,
): T | undefined =>
  demands
    .map((demand) => amount(demand).times(demand.pods))
    .reduce<T | undefined>((total, each) => total?.plus(each) ?? each, undefined);
