import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Container } from "kubernetes-types/core/v1.d.ts";
import { end, freePort, listening } from "./child-process.ts";
import { give, serverUser } from "./unprivileged.ts";

/** The scratch server of a drill's pod, started by its own command on this machine, at a port that is free. */
export class ScratchProcess {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #data: string;

  private constructor(process: ChildProcess, port: number, data: string) {
    this.#process = process;
    this.port = port;
    this.#data = data;
  }

  /**
   * @param programs The folder of PostgreSQL's programs.
   * @param folder What stands for the pod's volume; one that was there before is gone on with.
   */
  static async start({ command }: Container, programs: string, folder: string): Promise<ScratchProcess> {
    mkdirSync(folder, { recursive: true });
    give(folder, serverUser);
    const port = await freePort();
    const [program = "", ...args] = command ?? [];
    const logFile = join(folder, "log");
    const log = openSync(logFile, "a");
    const child = spawn(program, [...args, "-c", `port=${port}`], {
      ...serverUser,
      cwd: "/",
      env: { PATH: `${programs}:/usr/bin:/bin`, PGDATA: join(folder, "data") },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    await listening(port, child, () => readFileSync(logFile, "utf8").slice(-2000));
    return new ScratchProcess(child, port, join(folder, "data"));
  }

  /** Ends it at once, as a lack of memory would, and waits for its children, which a container takes along. */
  async kill(): Promise<void> {
    await end(this.#process, "SIGKILL");
    while (worksIn(this.#data)) await sleep(20);
  }
}

/** Whether a process of this machine has its place in a folder. */
function worksIn(folder: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}
