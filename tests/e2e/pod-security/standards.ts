import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json } from "../../policies/workloads.ts";
import { goProgram } from "../go-program.ts";

const sources = fileURLToPath(new URL("oracle", import.meta.url));

export interface Pod {
  readonly metadata?: Json;
  readonly spec: Json;
}

export type Level = "baseline" | "restricted";

interface Check {
  readonly id: string;
  /** The lowest level that makes it. */
  readonly level: Level;
}

export interface FailedCheck {
  readonly check: string;
  readonly detail: string;
}

export interface Verdict {
  /** By the newest version of each check; those too that a stricter one of its level replaces. */
  readonly failed: readonly FailedCheck[];
  readonly baseline: boolean;
  readonly restricted: boolean;
}

/** What Kubernetes' own module says of pods, in their order, and every check that it knows. */
export async function judgedByStandards(
  pods: readonly Pod[],
): Promise<{ readonly checks: readonly Check[]; readonly verdicts: readonly Verdict[] }> {
  const program = await goProgram("pod-security-oracle", sources);
  return JSON.parse(
    execFileSync(program, { input: JSON.stringify(pods), encoding: "utf8", maxBuffer: 64 * 1024 ** 2 }),
  ) as { checks: Check[]; verdicts: Verdict[] };
}

/** The version of Kubernetes whose standards the module knows, such as 1.37. */
export function versionOfStandards(): string {
  const [, minor] = /^\tk8s\.io\/pod-security-admission v0\.(\d+)\./m.exec(goMod()) ?? [];
  if (minor === undefined) throw new Error(`${sources}/go.mod requires no k8s.io/pod-security-admission.`);
  return `1.${minor}`;
}

function goMod(): string {
  return readFileSync(join(sources, "go.mod"), "utf8");
}

/** The folder of the module's sources, its own fixtures among them. Go fetches them where it has none yet. */
export function folderOfStandards(): string {
  const answer = execFileSync("go", ["mod", "download", "-json", "k8s.io/pod-security-admission"], {
    cwd: sources,
    encoding: "utf8",
    env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
  });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}
