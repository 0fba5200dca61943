import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, isAbsolute, join, relative } from "node:path";
import { paths } from "../paths.ts";
import { replaceFolder } from "../steps/atomic-file.ts";
import { contentHash } from "../steps/content-hash.ts";
import { buildGo, requireDiskForGo, tooOldGo } from "../steps/go-build.ts";
import { findOnPath } from "../steps/path-search.ts";
import { SetupError } from "../steps/step.ts";
import { NoClusterHere } from "./no-cluster-here.ts";
import { clusterPaths } from "./paths.ts";

const GIGABYTE = 1024 ** 3;
/** Measured for Kubernetes, the largest: 0.5 GB of programs; for Go 2 GB of modules and 2 GB of compiled packages. */
const NEEDED_BYTES = 0.6 * GIGABYTE;
const NEEDED_BYTES_OF_GO = 4 * GIGABYTE;

/** Why nothing can be built from Go modules here; nothing where it can. */
export function whyNoGo(): string | undefined {
  const go = findOnPath("go");
  if (go === undefined)
    return `Go, which builds Kubernetes, is not on PATH; install Go ${leastGo()} or newer`;
  const version = tooOldGo(go, leastGo());
  if (version === undefined) return undefined;
  return `${go} is ${version}, and building Kubernetes needs Go ${leastGo()} or newer`;
}

/** The folder of the programs of a wrapper module; it may not be built yet. */
export function moduleFolder(module: string): string {
  const source = sourceOf(module);
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    // What starts the programs may lie beside them.
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".ts"))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .sort();
  const hash = contentHash(files, source).slice(0, 12);
  return join(clusterPaths.bin, `${nameOf(module)}-${hash}`);
}

/** A wrapper module is named by its folder below `toolchain/cluster/`, or by the absolute path of a folder elsewhere. */
function sourceOf(module: string): string {
  return isAbsolute(module) ? module : join(clusterPaths.sources, module);
}

function nameOf(module: string): string {
  return isAbsolute(module) ? basename(module) : module.replaceAll("/", "-");
}

/** Whether the module's programs are built already. */
export function isBuilt(module: string): boolean {
  return existsSync(moduleFolder(module));
}

/** Builds every command that the module's tools.go imports. Minutes for a large module, the first time. */
export async function buildModule(module: string): Promise<void> {
  if (isBuilt(module)) return;
  const reason = whyNoGo();
  if (reason !== undefined) throw new NoClusterHere(`This machine can't build the cluster: ${reason}.`);
  const go = findOnPath("go") ?? "go";
  await requireDiskForGo(go, {
    what: `Building ${nameOf(module)}`,
    directory: clusterPaths.root,
    bytes: NEEDED_BYTES,
    bytesOfGo: NEEDED_BYTES_OF_GO,
  });
  const source = sourceOf(module);
  const staging = join(clusterPaths.staging, `${basename(moduleFolder(module))}.${process.pid}`);
  try {
    await mkdir(staging, { recursive: true });
    await buildGo({
      go,
      module: source,
      packages: commandsOf(source),
      output: `${staging}/`,
      linkerFlags: wordsIn(source, "linker-flags"),
      tags: wordsIn(source, "build-tags"),
      log: join(paths.log, `cluster-${nameOf(module)}.log`),
      advice: "With a network, run this again: what was fetched and compiled is kept.",
    });
    copyDataFiles(go, source, staging);
    await replaceFolder(staging, moduleFolder(module));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** What a module's file says that its programs are built with. */
function wordsIn(source: string, name: "linker-flags" | "build-tags"): string[] {
  const file = join(source, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(/\s+/) : [];
}

/** Puts beside the programs what they need of their modules' files: a line "<module> <path>" each, in `data-files`. */
function copyDataFiles(go: string, source: string, staging: string): void {
  const list = join(source, "data-files");
  if (!existsSync(list)) return;
  for (const line of readFileSync(list, "utf8").trim().split("\n")) {
    const [module = "", path = ""] = line.split(" ");
    const folder = execFileSync(go, ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", module], {
      cwd: source,
      encoding: "utf8",
      env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
    }).trim();
    copyFileSync(join(folder, path), join(staging, basename(path)));
  }
}

/** The packages that tools.go imports. */
export function commandsOf(source: string): string[] {
  const file = join(source, "tools.go");
  const commands = [...readFileSync(file, "utf8").matchAll(/_ "([^"]+)"/g)].map(([, path = ""]) => path);
  if (commands.length === 0) throw new SetupError(`${file} imports no command. Restore the file from git.`);
  return commands;
}

function leastGo(): string {
  const file = join(clusterPaths.sources, "kubernetes", "go.mod");
  return /^go (\S+)/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
}
