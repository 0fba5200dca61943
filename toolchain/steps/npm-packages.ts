import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { paths } from "../paths.ts";
import { replaceFolder, writeWhole } from "./atomic-file.ts";
import { run } from "./command.ts";
import { contentHash } from "./content-hash.ts";
import { requireDisk } from "./disk.ts";

const NEEDED_BYTES = 1024 ** 3;

interface Lockfile {
  packages?: Record<string, LockedPackage>;
}
export interface LockedPackage {
  version?: string;
  integrity?: string;
  optional?: boolean;
  link?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Installs the npm packages of the lockfile, unless they are there already. */
export async function installNpmPackages(): Promise<{ said: string; value: undefined }> {
  const manifests = ["package.json", ...workspaces().map((folder) => join(folder, "package.json"))];
  const stamp = stampOf(["package-lock.json", ".npmrc", ...manifests]);
  const stamped = existsSync(paths.npmStamp) && readFileSync(paths.npmStamp, "utf8") === stamp;
  const present = isInstalled(paths.root);
  if (stamped && present) return { said: "as in package-lock.json", value: undefined };
  if (!present || !agrees(manifests)) await install(manifests);
  writeWhole(paths.npmStamp, stamp);
  const said = present ? "already as in package-lock.json" : "installed from package-lock.json";
  return { said, value: undefined };
}

function workspaces(): string[] {
  const { workspaces: folders = [] } = read(join(paths.root, "package.json"));
  return folders;
}

/** What the installed packages depend on: the files, and the Node and platform that npm chose them for. */
export function stampOf(files: readonly string[], root: string = paths.root): string {
  return `${contentHash(files, root)} ${process.version} ${process.platform} ${process.arch}\n`;
}

/**
 * npm writes its own lockfile into `node_modules` when everything is in place. It must say what ours says,
 * and each package's folder must still be there.
 */
export function isInstalled(root: string): boolean {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const actual = read(installed).packages ?? {};
  const wanted = read(join(root, "package-lock.json")).packages ?? {};
  return Object.entries(wanted).every(([path, locked]) => {
    if (!path.includes("node_modules/")) return true;
    const found = actual[path];
    // npm leaves out what is optional and made for another platform.
    if (found === undefined) return locked.optional === true;
    if (found.version !== locked.version || found.integrity !== locked.integrity) return false;
    return existsSync(join(root, path, "package.json"));
  });
}

/** Whether the lockfile was made for these manifests; npm explains it better where it was not. */
function agrees(manifests: readonly string[]): boolean {
  const { packages = {} } = read(join(paths.root, "package-lock.json"));
  return manifests.every((file) => {
    const manifest = read(join(paths.root, file));
    const folder = dirname(file);
    const locked = packages[folder === "." ? "" : folder];
    return (
      locked !== undefined &&
      isSame(locked.dependencies, manifest.dependencies) &&
      isSame(locked.devDependencies, manifest.devDependencies)
    );
  });
}

function isSame(a: Record<string, string> = {}, b: Record<string, string> = {}): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** npm works beside the tree: until it is done, what was installed before stays in use. */
async function install(manifests: readonly string[]): Promise<void> {
  await requireDisk({ what: "Installing the npm packages", directory: paths.tools, bytes: NEEDED_BYTES });
  const staging = join(paths.staging, `npm.${process.pid}`);
  try {
    for (const file of ["package-lock.json", ".npmrc", ...manifests]) {
      await mkdir(join(staging, dirname(file)), { recursive: true });
      await cp(join(paths.root, file), join(staging, file));
    }
    await run({
      command: "npm",
      args: ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
      cwd: staging,
      // A corepack that stands in for npm would otherwise ask a question or refuse.
      env: { COREPACK_ENABLE_STRICT: "0", COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
      log: join(paths.log, "npm.log"),
      advice: 'With a network, run this again. If the lockfile is out of date, run "npm install" first.',
    });
    for (const folder of ["", ...workspaces()]) {
      const made = join(staging, folder, "node_modules");
      const place = join(paths.root, folder, "node_modules");
      if (existsSync(made)) await replaceFolder(made, place);
      else await rm(place, { recursive: true, force: true });
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function read(file: string): Lockfile & LockedPackage & { workspaces?: string[] } {
  return JSON.parse(readFileSync(file, "utf8")) as ReturnType<typeof read>;
}
