import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "./program.ts";

const READY_MILLISECONDS = 120_000;
const RESTART_MILLISECONDS = 1000;
const SHOWN_LINES = 15;

export interface Supervision {
  /** The folder of the programs' logs. */
  readonly logs: string;
  /** Told of each program that is ready, and of each that ended and is started again. */
  readonly say: (line: string) => void;
  /** How long a program may take to be ready, in milliseconds; 120 000 unless said otherwise. */
  readonly readyWithin?: number;
  /** Ends all programs when it aborts. */
  readonly signal?: AbortSignal;
}

/** A program of the cluster did not get ready; the message has the end of its log and says where that is. */
export class ProgramFailed extends Error {
  override readonly name = "ProgramFailed";
}

/**
 * Starts the programs, each when those it comes after are ready, and resolves when all are. From then on a program that
 * ends is started again. Rejects as soon as one can't get ready, and ends the others then.
 */
export async function supervise(programs: readonly Program[], supervision: Supervision): Promise<void> {
  mkdirSync(supervision.logs, { recursive: true });
  const begun = new Map<string, Promise<void>>();
  const failure = new AbortController();
  const end = AbortSignal.any([
    failure.signal,
    ...(supervision.signal === undefined ? [] : [supervision.signal]),
  ]);
  const begin = (program: Program, path: readonly string[]): Promise<void> => {
    const known = begun.get(program.name);
    if (known !== undefined) return known;
    const starting = (async () => {
      for (const name of program.after ?? []) {
        const other = programs.find((candidate) => candidate.name === name);
        if (other === undefined || path.includes(name))
          throw new ProgramFailed(
            `${program.name} comes after ${name}, which is no program that starts before it.`,
          );
        await begin(other, [...path, program.name]);
      }
      await start(program, supervision, end);
    })();
    begun.set(program.name, starting);
    return starting;
  };
  try {
    await Promise.all(programs.map((program) => begin(program, [])));
  } catch (error) {
    failure.abort();
    throw error;
  }
}

async function start(program: Program, supervision: Supervision, end: AbortSignal): Promise<void> {
  const started = performance.now();
  const { logs, say, readyWithin = READY_MILLISECONDS } = supervision;
  const ended = new AbortController();
  let isReady = false;
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      const how = await runOnce(program, logs, end);
      if (end.aborted) return;
      if (!isReady) {
        ended.abort(how);
        return;
      }
      say(`${program.name} ended (${how}) and is started again`);
      await sleep(RESTART_MILLISECONDS, undefined, { signal: end });
    }
  };
  keepRunning().catch((error: unknown) => {
    ended.abort(String(error));
  });
  try {
    await program.ready(AbortSignal.any([ended.signal, end, AbortSignal.timeout(readyWithin)]));
  } catch (error) {
    if (end.aborted) throw error;
    const what = ended.signal.aborted
      ? `ended before it was ready (${String(ended.signal.reason)})`
      : isAbort(error)
        ? `was not ready within ${readyWithin / 1000} s`
        : `did not get ready: ${error instanceof Error ? error.message : String(error)}`;
    throw new ProgramFailed(`${program.name} ${what}.\n${endOfLog(logs, program)}`, { cause: error });
  }
  isReady = true;
  say(`${program.name} ready, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** Resolves when the process has ended, with the way it did. */
function runOnce({ name, command, args, env }: Program, logs: string, signal: AbortSignal): Promise<string> {
  const log = openSync(logOf(logs, name), "a");
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["ignore", log, log],
      signal,
      killSignal: "SIGKILL",
    });
    closeSync(log);
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("exit", (code, signal) => {
      resolve(signal ?? `code ${code ?? 0}`);
    });
  });
}

function endOfLog(logs: string, { name }: Program): string {
  const file = logOf(logs, name);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n").slice(-SHOWN_LINES);
  return `${lines.join("\n")}\nThe whole log is ${file}.`;
}

function logOf(logs: string, name: string): string {
  return join(logs, `${name}.log`);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}
