import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { paths } from "../paths.ts";
import { replaceFolder } from "../steps/atomic-file.ts";
import { contentHash } from "../steps/content-hash.ts";
import { buildGo, requireDiskForGo, tooOldGo } from "../steps/go-build.ts";
import { findOnPath, isExecutable } from "../steps/path-search.ts";
import { SetupError } from "../steps/step.ts";

const MODULE = "github.com/zricethezav/gitleaks/v8";
const GIGABYTE = 1024 ** 3;
/** Measured: 16 MB for the program; for Go 0.2 GB of modules and 0.3 GB of compiled packages. */
const NEEDED_BYTES = 0.1 * GIGABYTE;
const NEEDED_BYTES_OF_GO = 0.6 * GIGABYTE;
const source = join(paths.root, "toolchain", "gitleaks");

/**
 * The path of gitleaks in the version of go.mod: the one that was built before, the one on PATH, or one built now. Two
 * minutes on 2 cores, the first time.
 * @throws SetupError where it can't be had, with what to install.
 */
export async function provideGitleaks(say: (line: string) => void): Promise<string> {
  const found = foundGitleaks();
  if (found !== undefined) return found;
  const missing = whyNoGo();
  if (missing !== undefined)
    throw new SetupError(`gitleaks v${wanted()} is not on PATH, and can't be built: ${missing}.`);
  say(`building gitleaks v${wanted()} from its Go module: about 2 minutes on 2 cores, the first time`);
  await build(findOnPath("go") ?? "go");
  return builtProgram();
}

/** Why gitleaks can't be had on this machine; nothing where it can. */
export const whyNoGitleaks = (): string | undefined =>
  foundGitleaks() === undefined ? whyNoGo() : undefined;

function foundGitleaks(): string | undefined {
  if (isExecutable(builtProgram())) return builtProgram();
  const onPath = findOnPath("gitleaks");
  return onPath !== undefined && versionOf(onPath) === wanted() ? onPath : undefined;
}

function whyNoGo(): string | undefined {
  const least = /^go (\S+)/m.exec(moduleFile())?.[1] ?? "";
  const go = findOnPath("go");
  if (go === undefined) return `Go is not on PATH; install Go ${least} or newer, or gitleaks v${wanted()}`;
  const old = tooOldGo(go, least);
  return old === undefined ? undefined : `${go} is ${old}, and Go ${least} or newer is needed`;
}

async function build(go: string): Promise<void> {
  await requireDiskForGo(go, {
    what: "Building gitleaks",
    directory: paths.tools,
    bytes: NEEDED_BYTES,
    bytesOfGo: NEEDED_BYTES_OF_GO,
  });
  const staging = join(paths.staging, `gitleaks.${process.pid}`);
  try {
    await mkdir(staging, { recursive: true });
    await buildGo({
      go,
      module: source,
      packages: [MODULE],
      output: join(staging, "gitleaks"),
      linkerFlags: ["-X", `${MODULE}/version.Version=${wanted()}`],
      log: join(paths.log, "gitleaks.log"),
      advice: `With a network, run this again. Or put gitleaks v${wanted()} on PATH.`,
    });
    await replaceFolder(staging, place());
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** A change of the module files is another build, in another place. */
const place = (): string =>
  join(
    paths.tools,
    "gitleaks",
    `${wanted()}-${contentHash(["go.mod", "go.sum", "tools.go"], source).slice(0, 12)}`,
  );
const builtProgram = (): string => join(place(), "gitleaks");
const moduleFile = (): string => readFileSync(join(source, "go.mod"), "utf8");

function wanted(): string {
  const [, version] = /gitleaks\/v8 v(\S+)/.exec(moduleFile()) ?? [];
  if (version === undefined)
    throw new SetupError(`${source}/go.mod does not require ${MODULE}. Restore the file from git.`);
  return version;
}

function versionOf(program: string): string | undefined {
  try {
    return execFileSync(program, ["version"], { encoding: "utf8" }).trim().replace(/^v/, "");
  } catch {
    return undefined;
  }
}
