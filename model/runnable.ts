import { type Migration, migrationName } from "./migration.ts";
import type { System } from "./system.ts";
import type { Task } from "./task.ts";
import type { Workload } from "./workload.ts";

/** What a container of a system's own runs: one of its services, one of its tasks, or its migration. */
export type Runnable = Workload | Task | Migration;

/** Something of a system that runs, and where it is declared. */
export interface DeclaredRunnable {
  readonly name: string;
  /** For example `atlas-ux.services.web`. */
  readonly path: string;
  readonly runnable: Runnable;
}

/** Every service and task of a system, and its migration. */
export function runnablesOf(system: System): readonly DeclaredRunnable[] {
  const declared = (["services", "tasks"] as const).flatMap((group) =>
    Object.entries<Runnable>(system[group]).map(([name, runnable]) => ({
      name,
      path: `${system.name}.${group}.${name}`,
      runnable,
    })),
  );
  const { migration } = system;
  return migration
    ? [...declared, { name: migrationName, path: `${system.name}.migration`, runnable: migration }]
    : declared;
}
