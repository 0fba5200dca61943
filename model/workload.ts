import type { CacheUse } from "./cache.ts";
import type { DatabaseUse } from "./database.ts";
import { type Heartbeat, type HttpHealth } from "./health.ts";
import { port, type Port } from "./port.ts";
import type { PublicEdge } from "./public-edge.ts";
import { type Duration, seconds } from "./quantities/duration.ts";
import type { RolloutStrategy } from "./rollout-strategy.ts";
import type { FixedReplicas, Scaling } from "./scaling.ts";
import type { ScratchFolder, Size } from "./size.ts";
import type { ThirdParty } from "./third-party.ts";
import type { VariableSet } from "./variable.ts";
import type { VectorStoreUse } from "./vector-store.ts";

/** One process type of a system. Four kinds, each with just the fields that make sense for it. */
export type Workload = HttpService | StaticSite | Worker | Singleton;

/** `critical`: users notice at once when it is gone. */
export type Tier = "critical" | "standard";

interface Process {
  /** A key of the system's `images`. */
  readonly image: string;
  readonly tier: Tier;
  readonly size: Size;
  /** Restarts within an hour that somebody should look at (SYS-19). @default 5 */
  readonly restartsBeforeAlert: number;
  readonly scratch: readonly ScratchFolder[];
}

interface Program extends Process {
  /** What is started, word by word; `$(NAME)` stands for a variable of the container. */
  readonly command: readonly string[];
  readonly variables: VariableSet;
  /** The system's own data stores that it reads or writes. */
  readonly uses: {
    readonly database?: DatabaseUse;
    readonly cache?: CacheUse;
    readonly vectorStore?: VectorStoreUse;
  };
  /** Services of the same system that it calls. */
  readonly calls: readonly string[];
  /** Third parties that it calls. */
  readonly egress: readonly ThirdParty[];
  /** Processes that one container runs, each with pools of its own. @default 1 */
  readonly processes: number;
  /** Feature flags of the system that its code asks for; a change of one reaches it without a restart (DEP-29). */
  readonly flags: readonly string[];
}

interface Serving {
  readonly port: Port;
  readonly health: HttpHealth;
  readonly scale: Scaling;
  /** What it shows to the internet; `false`: it has no hostname there. @default false */
  readonly public: false | PublicEdge;
  /** How long open connections get to finish once no new ones arrive (DEP-15). @default 30 s */
  readonly drain: Duration;
  /** How long the slowest request may take; every limit on its way is derived from this (CF-36). @default 30 s */
  readonly longestRequest: Duration;
  /** How a release takes the place of the last one. @default as `strategyOf` says (DEP-28) */
  readonly rollout?: RolloutStrategy;
}

/** A process that answers HTTP requests. */
export interface HttpService extends Program, Serving {
  readonly kind: "http-service";
}

/** Files behind a web server: the built front end of a system. */
export interface StaticSite extends Process, Serving {
  readonly kind: "static-site";
  /** The port of its Service; the web server itself listens on the unprivileged `port` (CF-09). @default 80 */
  readonly servicePort: Port;
  /** Settings that the page reads at run time, so that one image serves every environment (CF-10). */
  readonly variables: VariableSet;
}

/** A process that nobody sends requests to: it finds its work itself. */
interface Background extends Program {
  readonly heartbeat: Heartbeat;
  /** Where it shows its metrics to Prometheus. @default nowhere */
  readonly metrics?: Port;
}

/** A background process of which several may run side by side. */
export interface Worker extends Background {
  readonly kind: "worker";
  readonly scale: Scaling;
}

/** A background process of which exactly one may run, also during an update (SYS-03…05). */
export interface Singleton extends Background {
  readonly kind: "singleton";
  readonly scale: FixedReplicas & { readonly replicas: 1 };
}

const processDefaults = { restartsBeforeAlert: 5, scratch: [] } as const;
const programDefaults = {
  ...processDefaults,
  uses: {},
  calls: [],
  egress: [],
  processes: 1,
  flags: [],
} as const;
const servingDefaults = { public: false, drain: seconds(30), longestRequest: seconds(30) } as const;

type Declared<W, Defaults> = Omit<W, keyof Defaults | "kind"> & Partial<Pick<W, keyof Defaults & keyof W>>;

/** Declares an {@link HttpService}. */
export function httpService(
  given: Declared<HttpService, typeof programDefaults & typeof servingDefaults>,
): HttpService {
  return { kind: "http-service", ...programDefaults, ...servingDefaults, ...given };
}

/** Declares a {@link StaticSite}. */
export function staticSite(
  given: Declared<StaticSite, typeof processDefaults & typeof servingDefaults & { servicePort: Port }>,
): StaticSite {
  return { kind: "static-site", ...processDefaults, ...servingDefaults, servicePort: port(80), ...given };
}

/** Declares a {@link Worker}. */
export function worker(given: Declared<Worker, typeof programDefaults>): Worker {
  return { kind: "worker", ...programDefaults, ...given };
}

/** Declares a {@link Singleton}. Its number is not for anybody to choose. */
export function singleton(given: Omit<Declared<Singleton, typeof programDefaults>, "scale">): Singleton {
  return { kind: "singleton", ...programDefaults, ...given, scale: { kind: "fixed", replicas: 1 } };
}
