import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { addressesOf } from "../../../toolchain/cluster/addresses.ts";
import type { Cluster } from "../../../toolchain/cluster/cluster.ts";
import { writeWhole } from "../../../toolchain/steps/atomic-file.ts";

/** A real controller that runs beside the pods and not in one. */
export interface ControllerProgram {
  /** Names its log: `<name>.log` beside the cluster's own. */
  readonly name: string;
  /** Path of the program. */
  readonly command: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folders that it sees in place of the machine's, by the paths of those. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Whether others can use it; asked until it says so. An error counts as no. */
  readonly ready: () => Promise<boolean>;
  /** Seconds. @default 180 */
  readonly readyWithin?: number;
}

/** A controller that runs until it is stopped, or until its cluster ends. */
export interface RunningController {
  readonly name: string;
  /** Path. */
  readonly log: string;
  /** Its process on the host. */
  readonly pid: number;
  /** @throws Error that names the log, when it ended by itself. */
  check(): void;
  /** Ends it in order, and by force when it takes longer than ten seconds. @throws Error when it had ended by itself. */
  stop(): Promise<void>;
}

type ClusterAround = Pick<Cluster, "folder" | "logs" | "supervisor">;

const READY_WITHIN_S = 180;
const POLL_MS = 100;
const STOP_WITHIN_MS = 10_000;
/** The same in every cluster. */
const { dnsService, clusterDomain } = addressesOf(0);

/**
 * Starts a controller in the network of a cluster, with the names of its DNS, and waits until it can be used. It ends
 * with the cluster: the kernel ends every process of the cluster's PID namespace with the first one.
 */
export async function startController(
  cluster: ClusterAround,
  program: ControllerProgram,
): Promise<RunningController> {
  const running = new ControllerProcess(cluster, program);
  try {
    await untilReady(running, program);
    return running;
  } catch (error) {
    await running.stop().catch(() => undefined);
    throw error;
  }
}

async function untilReady(running: ControllerProcess, program: ControllerProgram): Promise<void> {
  const { name, ready, readyWithin = READY_WITHIN_S } = program;
  const deadline = performance.now() + readyWithin * 1000;
  let said: unknown;
  for (;;) {
    running.check();
    try {
      if (await ready()) return;
    } catch (error) {
      said = error;
    }
    if (performance.now() > deadline)
      throw new Error(`${name} is not ready after ${readyWithin} s. Read ${running.log}.`, { cause: said });
    await sleep(POLL_MS);
  }
}

/** The command line that runs a command in the cluster's network and PID namespaces, with its names for a resolver. */
function besideThePods(cluster: ClusterAround, { command, args, folders = {} }: ControllerProgram): string[] {
  const resolver = join(cluster.folder, "controllers", "resolv.conf");
  writeWhole(
    resolver,
    `nameserver ${dnsService}\nsearch svc.${clusterDomain} ${clusterDomain}\noptions ndots:5\n`,
  );
  return [
    "nsenter",
    ...["--target", String(cluster.supervisor), "--net", "--pid", "--"],
    ...["unshare", "--mount", "--"],
    ...["sh", "-e", "-c", 'while [ "$1" != -- ]; do mount --bind "$2" "$1"; shift 2; done; shift; exec "$@"'],
    ...["sh", "/etc/resolv.conf", resolver, ...Object.entries(folders).flat(), "--", command, ...args],
  ];
}

class ControllerProcess implements RunningController {
  readonly name: string;
  readonly log: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #failure: Error | undefined;
  #isStopping = false;

  constructor(cluster: ClusterAround, program: ControllerProgram) {
    this.name = program.name;
    this.log = join(cluster.logs, `${program.name}.log`);
    mkdirSync(cluster.logs, { recursive: true });
    const output = openSync(this.log, "a");
    const [command = "", ...args] = besideThePods(cluster, program);
    this.#child = spawn(command, args, {
      env: { ...process.env, ...program.env },
      // nsenter waits for what it started and hands no signal down, so both are told as a group.
      detached: true,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    this.pid = this.#child.pid ?? 0;
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", (error) => {
        this.#failure = error;
        resolve();
      });
      this.#child.once("exit", (code, signal) => {
        if (!this.#isStopping)
          this.#failure = new Error(
            `${this.name} ended by itself (${code ?? signal ?? ""}). Its log is ${this.log}, and ends so:\n` +
              lastLines(this.log),
          );
        resolve();
      });
    });
    process.once("exit", this.#kill);
  }

  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async stop(): Promise<void> {
    this.check();
    this.#isStopping = true;
    this.#signal("SIGTERM");
    const patience = setTimeout(this.#kill, STOP_WITHIN_MS);
    await this.#ended;
    clearTimeout(patience);
    process.off("exit", this.#kill);
  }

  readonly #kill = (): void => {
    this.#signal("SIGKILL");
  };

  #signal(signal: NodeJS.Signals): void {
    if (this.pid === 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

const SHOWN_LINES = 10;

const lastLines = (file: string): string =>
  readFileSync(file, "utf8").trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
