import type { Cache } from "./cache.ts";
import type { Database } from "./database.ts";
import type { Image } from "./image.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Objective } from "./objective.ts";
import type { Variable } from "./variable.ts";
import type { VectorStore } from "./vector-store.ts";
import type { Workload } from "./workload.ts";

/** A software system, whole and free of any environment: what runs, how it hangs together, what it promises. */
export interface System {
  readonly name: string;
  /** The team that answers for it. */
  readonly owner: string;
  readonly images: Readonly<Record<string, Image>>;
  readonly variables: Readonly<Record<string, Variable>>;
  /** Hosts outside the cluster that each environment has one of its own of, and what they are. */
  readonly externalHosts: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, Workload>>;
  readonly database?: Database;
  readonly cache?: Cache;
  readonly vectorStore?: VectorStore;
  readonly objectStore?: ObjectStore;
  readonly objectives: readonly Objective[];
  /** What CI builds and no cluster runs. */
  readonly artefacts: Readonly<Record<string, Artefact>>;
  /** Who reads the system's metrics, alerts and budgets without changing anything, and what for (SYS-08). */
  readonly observers: Readonly<Record<string, string>>;
}

/** Something that CI builds and hands out, such as a desktop application (SYS-07). */
export interface Artefact {
  readonly meaning: string;
  /** The file that configures its build. */
  readonly configuration: string;
  /** The tags whose push builds it. */
  readonly tags: string;
}

type Absentable = "externalHosts" | "artefacts" | "observers";

/** Declares a {@link System}. Nothing is checked here: `validateSystem` finds every problem at once. */
export function system(
  name: string,
  given: Omit<System, "name" | Absentable> & Partial<Pick<System, Absentable>>,
): System {
  return { name, externalHosts: {}, artefacts: {}, observers: {}, ...given };
}
