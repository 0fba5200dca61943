import { type ChildProcess, fork } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiServer } from "./api-server.ts";
import type { SecretStores } from "./external-secrets/secret-store.ts";
import type { Instruction, Report } from "./operators-process.ts";
import {
  clusterSecretStore,
  outsideDatabase,
  outsideDatabaseObjects,
  standInStores,
} from "./stand-in-stores.ts";

/** What the summary of a run says of operators that are not the real ones. */
export const playedOperators: readonly string[] = [
  "External Secrets: Secrets with made-up values, out of no real store",
  "CloudNativePG: one real PostgreSQL a cluster, however many instances it declares, and real PgBouncers before it; no standbys or backups",
  "cert-manager: certificates of the suite's own authority, which asks nobody to prove a name and renews nothing",
  "Prometheus Operator, where releases are judged: a real Prometheus, which the suite tells of PodMonitors and pods; where alerts are tried it is the real one",
];

/** Operators that play in a process of their own. */
export interface PlayedOperators {
  /** What the stores hold. */
  readonly stores: SecretStores;
  /** Replaces what the stores hold. */
  fill(stores: SecretStores): Promise<void>;
  /** @throws Error that names the log, when the operators ended by themselves. */
  check(): void;
  /** Ends them. What they made stays. @throws Error when they had ended by themselves. */
  stop(): Promise<void>;
}

/** What the operators need beside the cluster. */
export interface PlayOptions {
  /** The image of a Postgres that plays the one outside the cluster; without it nothing answers at its address. */
  readonly outsideDatabaseImage?: string;
  /** @default values in the declared shape for every secret of every stack */
  readonly stores?: SecretStores;
}

const MANAGER = "slipway-e2e";
const entry = fileURLToPath(new URL("operators-process.ts", import.meta.url));

/** Starts the played operators, and makes the stores that the stacks name. They end with this process. */
export async function playOperators(
  { kubeconfig, logs }: { readonly kubeconfig: string; readonly logs: string },
  say: (line: string) => void,
  options: PlayOptions = {},
): Promise<PlayedOperators> {
  const api = await ApiServer.of(kubeconfig);
  const outside = outsideDatabase();
  const stores = options.stores ?? standInStores(outside);
  const externalSecrets = await api.serves("external-secrets.io/v1", "ExternalSecret");
  const cloudNativePg = await api.serves("postgresql.cnpg.io/v1", "Cluster");
  const certManager = await api.serves("cert-manager.io/v1", "Certificate");
  if (externalSecrets)
    for (const name of Object.keys(stores)) await api.apply(clusterSecretStore(name), { manager: MANAGER });
  if (cloudNativePg && options.outsideDatabaseImage !== undefined)
    for (const object of outsideDatabaseObjects(outside, options.outsideDatabaseImage))
      await api.apply(object, { manager: MANAGER });
  const operators = [
    ...(externalSecrets ? ["External Secrets"] : []),
    ...(cloudNativePg ? ["CloudNativePG"] : []),
    ...(certManager ? ["cert-manager"] : []),
  ];
  const player = new OperatorsProcess(join(logs, "played-operators.log"), stores);
  await player.tell({ kind: "play", kubeconfig, stores, operators }, "playing");
  say(`playing ${operators.length === 0 ? "no operator" : operators.join(" and ")}`);
  return player;
}

class OperatorsProcess implements PlayedOperators {
  stores: SecretStores;
  readonly #log: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #failure: Error | undefined;

  constructor(log: string, stores: SecretStores) {
    mkdirSync(join(log, ".."), { recursive: true });
    const output = openSync(log, "a");
    this.stores = stores;
    this.#log = log;
    this.#child = fork(entry, [], { stdio: ["ignore", output, output, "ipc"], execArgv: [] });
    closeSync(output);
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        if (code !== 0)
          this.#failure = new Error(
            `The played operators ended (${code ?? signal ?? ""}). Read ${this.#log}.`,
          );
        resolve();
      });
    });
  }

  async fill(stores: SecretStores): Promise<void> {
    await this.tell({ kind: "fill", stores }, "filled");
    this.stores = stores;
  }

  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.send({ kind: "stop" } satisfies Instruction);
    await this.#ended;
    this.check();
  }

  /** Tells the process something and waits for its answer. */
  async tell(instruction: Instruction, answer: Report["kind"]): Promise<void> {
    this.check();
    const answered = new Promise<void>((resolve) => {
      const listen = ({ kind }: Report): void => {
        if (kind !== answer) return;
        this.#child.off("message", listen);
        resolve();
      };
      this.#child.on("message", listen);
    });
    this.#child.send(instruction);
    await Promise.race([answered, this.#ended]);
    this.check();
  }
}
