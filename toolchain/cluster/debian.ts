import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { paths } from "../paths.ts";
import { replaceFolder } from "../steps/atomic-file.ts";
import { run } from "../steps/command.ts";
import { requireDisk } from "../steps/disk.ts";
import { findOnPath } from "../steps/path-search.ts";
import { NoClusterHere } from "./no-cluster-here.ts";
import { clusterPaths } from "./paths.ts";

/** Measured: 45 MB of packages and 190 MB extracted, with apt's lists and a margin. */
const NEEDED_BYTES = 500 * 1024 ** 2;
const ADVICE = "With a network, run this again.";

/** Why this machine has no Debian packages to extract; nothing where it has. */
export function whyNoDebian(): string | undefined {
  if (!existsSync("/etc/debian_version")) return "it is not a Debian, whose packages the cluster's parts are";
  const missing = ["apt-get", "apt-config", "dpkg-deb"].find((name) => findOnPath(name) === undefined);
  return missing === undefined ? undefined : `${missing} is not on PATH`;
}

/**
 * The folder below which the packages are extracted, with the libraries that this machine lacks for them. They are
 * downloaded once, into folders of our own: nothing is installed, and what apt knows of the machine stays as it is.
 * @param release Another release than the machine's, by its name, from the same places. All that the packages stand on comes along,
 *   the C library too, so they run by their own loader alone.
 */
export async function debianPackages(names: readonly string[], release?: string): Promise<string> {
  const place = placeOf(names, release);
  if (existsSync(place)) return place;
  const reason = whyNoDebian();
  if (reason !== undefined) throw new NoClusterHere(`This machine can't run the cluster: ${reason}.`);
  const what = "Extracting Debian packages";
  await requireDisk({ what, directory: clusterPaths.root, bytes: NEEDED_BYTES });
  const staging = join(clusterPaths.staging, `debian.${process.pid}`);
  try {
    const archives = await download(names, staging, release);
    const root = join(staging, "root");
    await mkdir(root, { recursive: true });
    for (const archive of archives)
      await run({
        command: "dpkg-deb",
        args: ["--extract", archive, root],
        cwd: staging,
        log: join(paths.log, "cluster-dpkg-deb.log"),
        advice: ADVICE,
      });
    await replaceFolder(root, place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return place;
}

/** Whether the packages are extracted already. */
export function hasDebianPackages(names: readonly string[]): boolean {
  return existsSync(placeOf(names));
}

/** What a program needs in its environment to run from such a folder: its fellow programs and its libraries. */
export function runFrom(root: string): { readonly PATH: string; readonly LD_LIBRARY_PATH: string } {
  const programs = ["usr/sbin", "usr/bin", "sbin", "bin"].map((folder) => join(root, folder));
  const libraries = ["usr/lib", "lib"].flatMap((folder) => {
    const parent = join(root, folder);
    if (!existsSync(parent)) return [];
    return [parent, ...multiarchFolders(parent)];
  });
  return {
    PATH: [...programs, process.env["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"].join(delimiter),
    LD_LIBRARY_PATH: libraries.join(delimiter),
  };
}

function multiarchFolders(parent: string): string[] {
  return readdirSync(parent)
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => join(parent, name));
}

/** A package is another one on another release or processor. */
function placeOf(names: readonly string[], release = codename()): string {
  const identity = JSON.stringify([[...names].sort(), release, process.arch]);
  return join(clusterPaths.debian, createHash("sha256").update(identity).digest("hex").slice(0, 12));
}

function codename(): string {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return /^VERSION_CODENAME=(.*)$/m.exec(release)?.[1] ?? "";
}

async function download(
  names: readonly string[],
  staging: string,
  release: string | undefined,
): Promise<string[]> {
  const apt = join(staging, "apt");
  const cache = join(apt, "cache");
  for (const folder of ["lists/partial", "state", "cache/archives/partial"])
    await mkdir(join(apt, folder), { recursive: true });
  const configuration = join(apt, "apt.conf");
  writeFileSync(
    configuration,
    configurationOf(apt) + (release === undefined ? "" : otherRelease(apt, release)),
  );
  const aptGet = (args: readonly string[], log: string): Promise<void> =>
    run({
      command: "apt-get",
      args,
      cwd: apt,
      env: { APT_CONFIG: configuration, LC_ALL: "C" },
      log: join(paths.log, log),
      advice: ADVICE,
    });
  await aptGet(["update"], "cluster-apt-update.log");
  const install = ["install", "--download-only", "--reinstall", "--no-install-recommends", "--yes"];
  await aptGet([...install, "--allow-downgrades", "--", ...names], "cluster-apt-install.log");
  return readdirSync(join(cache, "archives"))
    .filter((name) => name.endsWith(".deb"))
    .map((name) => join(cache, "archives", name));
}

/** The machine's own settings (a proxy, say) without the hooks that would write to the machine, and with our folders. */
function configurationOf(apt: string): string {
  const machine = execFileSync("apt-config", ["dump"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => !/^(DPkg|APT::Update|APT::Install|Dir::Etc::(main|Parts))\b/i.test(line));
  const ours = {
    "Dir::Etc::main": "/dev/null",
    "Dir::Etc::Parts": "/dev/null",
    "Dir::State": join(apt, "state"),
    "Dir::State::lists": join(apt, "lists"),
    "Dir::State::status": "/var/lib/dpkg/status",
    "Dir::Cache": join(apt, "cache"),
    "Dir::Log": apt,
    // Downloads would otherwise be done by a user of their own, who may not read our folders.
    "APT::Sandbox::User": "",
    "APT::Keep-Downloaded-Packages": "true",
    "Debug::NoLocking": "true",
  };
  return [...machine, ...Object.entries(ours).map(([key, value]) => `${key} "${value}";`)].join("\n") + "\n";
}

/** Debian's own places, as the machine has them, with another release; other places may not have one of that name. */
function otherRelease(apt: string, release: string): string {
  const places = join(apt, "places");
  mkdirSync(places);
  for (const file of ["/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources"])
    if (existsSync(file))
      writeFileSync(
        join(places, basename(file)),
        readFileSync(file, "utf8").replaceAll(new RegExp(`\\b${codename()}\\b`, "g"), release),
      );
  // As if nothing were installed: what the machine has is of its own release.
  writeFileSync(join(apt, "status"), "");
  const ours = {
    "Dir::Etc::sourcelist": "/dev/null",
    "Dir::Etc::sourceparts": places,
    "Dir::State::status": join(apt, "status"),
  };
  return Object.entries(ours)
    .map(([key, value]) => `${key} "${value}";\n`)
    .join("");
}
