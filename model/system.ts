import type { Cache } from "./cache.ts";
import type { Database } from "./database.ts";
import type { FeatureFlag } from "./feature-flag.ts";
import type { Image } from "./image.ts";
import type { Metric } from "./metric.ts";
import type { Migration } from "./migration.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Objective } from "./objective.ts";
import type { Task } from "./task.ts";
import { type Telemetry, telemetry } from "./telemetry.ts";
import type { Variable } from "./variable.ts";
import type { VectorStore } from "./vector-store.ts";
import type { Watch } from "./watch.ts";
import type { Workload } from "./workload.ts";

/** A software system, whole and free of any environment: what runs, how it hangs together, what it promises. */
export interface System {
  readonly name: string;
  /** The team that answers for it. */
  readonly owner: string;
  /** Where its code lies on GitHub, as `owner/name`; each is copied to another provider every day (BDR-03, BDR-14). @default none */
  readonly repositories: readonly string[];
  readonly images: Readonly<Record<string, Image>>;
  readonly variables: Readonly<Record<string, Variable>>;
  /** Hosts outside the cluster that each environment has one of its own of, and what they are. */
  readonly externalHosts: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, Workload>>;
  /** What runs and comes to an end: by the clock, or once a release. */
  readonly tasks: Readonly<Record<string, Task>>;
  /** Switches in the code that are turned without a release (DEP-29). */
  readonly flags: Readonly<Record<string, FeatureFlag>>;
  readonly database?: Database;
  /** What brings the database's schema to what a release needs. */
  readonly migration?: Migration;
  readonly cache?: Cache;
  readonly vectorStore?: VectorStore;
  readonly objectStore?: ObjectStore;
  readonly objectives: readonly Objective[];
  /** Where its traces and errors go, and how much of them. @default as `telemetry()` says */
  readonly telemetry: Telemetry;
  /** What its programs show of their own work, beside their requests. @default none */
  readonly metrics: readonly Metric[];
  /** What is watched beside the objectives: causes, costs, and what comes before an outage (OBS-06). @default nothing */
  readonly watches: readonly Watch[];
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

type Absentable =
  | "repositories"
  | "tasks"
  | "flags"
  | "externalHosts"
  | "metrics"
  | "watches"
  | "artefacts"
  | "observers"
  | "telemetry";

/** Declares a {@link System}. Nothing is checked here: `validateSystem` finds every problem at once. */
export function system(
  name: string,
  given: Omit<System, "name" | Absentable> & Partial<Pick<System, Absentable>>,
): System {
  return {
    name,
    repositories: [],
    tasks: {},
    flags: {},
    externalHosts: {},
    metrics: [],
    watches: [],
    artefacts: {},
    observers: {},
    telemetry: telemetry(),
    ...given,
  };
}
