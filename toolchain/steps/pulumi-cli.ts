import { execFileSync } from "node:child_process";
import { lstatSync, mkdirSync, readlinkSync, realpathSync, renameSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readManifest, type Cli } from "../manifest.ts";
import { paths } from "../paths.ts";
import { findOnPath } from "./path-search.ts";
import { buildCli, builtCli } from "./pulumi-module.ts";
import { downloadCli, downloadedCli } from "./pulumi-vendor.ts";
import { isAtLeast } from "./version.ts";

/** The oldest engine that the programs and the stand-ins here were tried with. */
export const LEAST_ENGINE = "3.232.0";

/** Finds the CLI, or gets it: from PATH, from its vendor, or from its Go module. */
export async function providePulumi(): Promise<{ said: string; value: Cli }> {
  const { cli, said } = await findOrGet();
  linkCli(cli.path);
  return { said, value: cli };
}

async function findOrGet(): Promise<{ cli: Cli; said: string }> {
  const onPath = findOnPath("pulumi");
  let note = "";
  if (onPath !== undefined) {
    const version = versionOf(onPath);
    if (isAtLeast(version, LEAST_ENGINE)) {
      return { cli: { path: onPath, version, source: "path" }, said: `${version} on PATH` };
    }
    note = ` (the one on PATH is ${version || "broken"}, older than ${LEAST_ENGINE})`;
  }
  const vendor = downloadedCli();
  if (vendor !== undefined) return { cli: vendor, said: `${vendor.version} of its vendor${note}` };
  const module = builtCli();
  if (module !== undefined)
    return { cli: module, said: `${module.version}, built from its Go module${note}` };
  const downloaded = await downloadCli();
  if (downloaded !== undefined)
    return { cli: downloaded, said: `${downloaded.version} downloaded from its vendor${note}` };
  const built = await buildCli();
  return {
    cli: built,
    said: `${built.version} built from its Go module, for its vendor does not answer${note}`,
  };
}

/** Asking a CLI for its version takes longer than all else here, so a known file is not asked again. */
function versionOf(path: string): string {
  const known = readManifest()?.cli;
  if (known?.path === path && statSync(realpathSync(path)).mtimeMs < statSync(paths.manifest).mtimeMs) {
    return known.version;
  }
  try {
    const said = execFileSync(path, ["version"], {
      encoding: "utf8",
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    return said.trim();
  } catch {
    return "";
  }
}

/** The engine looks for its language hosts beside the file that the link leads to. */
function linkCli(target: string): void {
  const link = join(paths.bin, "pulumi");
  mkdirSync(paths.bin, { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(link) === target)
    return;
  const temporary = `${link}.${process.pid}`;
  symlinkSync(target, temporary);
  renameSync(temporary, link);
}
