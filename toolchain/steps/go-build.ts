import { execFileSync } from "node:child_process";
import { run } from "./command.ts";
import { requireDisk } from "./disk.ts";
import { isAtLeast } from "./version.ts";

/** What is built from a Go module. */
export interface GoBuild {
  readonly go: string;
  /** The folder of its go.mod. */
  readonly module: string;
  readonly packages: readonly string[];
  /** A file for one package, or a folder, ending in a slash, for several. */
  readonly output: string;
  readonly linkerFlags: readonly string[];
  /** Build tags. @default none */
  readonly tags?: readonly string[];
  readonly log: string;
  /** What to do when it fails. */
  readonly advice: string;
}

/** Builds Go packages such that the result is the same on every machine. */
export async function buildGo(build: GoBuild): Promise<void> {
  await run({
    command: build.go,
    args: [
      "build",
      "-mod=readonly",
      "-trimpath",
      "-ldflags",
      ["-s", "-w", ...build.linkerFlags].join(" "),
      ...(build.tags && build.tags.length > 0 ? ["-tags", build.tags.join(",")] : []),
      "-o",
      build.output,
      ...build.packages,
    ],
    cwd: build.module,
    // Without a C compiler the result is the same on every machine, and none is needed.
    env: { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" },
    log: build.log,
    advice: build.advice,
  });
}

/**
 * Refuses to begin where the disk is too small for the programs or for Go's own folders: it keeps what it fetches and
 * compiles in folders of the user's, often on another disk than the project.
 */
export async function requireDiskForGo(
  go: string,
  needed: {
    readonly what: string;
    readonly directory: string;
    readonly bytes: number;
    readonly bytesOfGo: number;
  },
): Promise<void> {
  const { what, directory, bytes, bytesOfGo } = needed;
  await requireDisk({ what, directory, bytes });
  const folders = execFileSync(go, ["env", "GOCACHE", "GOMODCACHE"], { encoding: "utf8" }).trim().split("\n");
  for (const folder of folders) await requireDisk({ what, directory: folder, bytes: bytesOfGo });
}

/** The version of a Go that is too old for a module; `undefined` when it is not, or gets a newer one by itself. */
export function tooOldGo(go: string, least: string): string | undefined {
  const version = execFileSync(go, ["env", "GOVERSION"], {
    encoding: "utf8",
    env: { ...process.env, GOTOOLCHAIN: "local" },
  }).trim();
  // With another setting, Go fetches the toolchain that go.mod asks for by itself.
  const fetches = execFileSync(go, ["env", "GOTOOLCHAIN"], { encoding: "utf8" }).trim() !== "local";
  const whole = version.replace(/^go(\d+\.\d+)$/, "go$1.0");
  return isAtLeast(whole, least) || fetches ? undefined : version;
}
