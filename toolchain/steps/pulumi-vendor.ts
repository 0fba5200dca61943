import { readFileSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cli } from "../manifest.ts";
import { paths } from "../paths.ts";
import { replaceFolder } from "./atomic-file.ts";
import { isExecutable } from "./path-search.ts";
import { download } from "./stalled-download.ts";

const folder = join(paths.root, "toolchain", "pulumi-npm");
const NPM_PATIENCE_MILLISECONDS = 15_000;
const place = join(paths.pulumiBuild, `vendor-${version()}`);

/** The CLI that an earlier set-up downloaded. */
export function downloadedCli(): Cli | undefined {
  const cli = cliAt(place);
  return isExecutable(cli.path) ? cli : undefined;
}

/** The vendor's npm package fetches the CLI and its language hosts; undefined where the vendor does not answer. */
export async function downloadCli(): Promise<Cli | undefined> {
  const staging = join(paths.staging, `pulumi-vendor.${process.pid}`);
  const home = join(staging, "home");
  const temporary = join(staging, "tmp");
  try {
    await mkdir(temporary, { recursive: true });
    for (const file of ["package.json", "package-lock.json"])
      await cp(join(folder, file), join(staging, file));
    // Whoever cannot reach the package cannot reach the vendor either, and may still build the CLI.
    if (!(await installPackage(staging, [home, temporary]))) return undefined;
    const arrived = await download({
      command: process.execPath,
      args: [join(staging, "node_modules", "pulumi", "run.js"), "version"],
      // The package caches the CLI in the engine's home; this one is ours, and the user's stays untouched.
      env: {
        ...process.env,
        PULUMI_HOME: home,
        TMPDIR: temporary,
        NODE_USE_ENV_PROXY: "1",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
      folders: [home, temporary],
      log: join(paths.log, "pulumi-vendor.log"),
    });
    const fetched = join(home, "versions", version());
    if (!arrived || !isExecutable(join(fetched, "bin", "pulumi"))) return undefined;
    await replaceFolder(fetched, place);
    return cliAt(place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function installPackage(staging: string, folders: readonly string[]): Promise<boolean> {
  return download({
    command: "npm",
    args: [
      "ci",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "--prefer-offline",
      "--fetch-retries=0",
    ],
    cwd: staging,
    env: { ...process.env, COREPACK_ENABLE_STRICT: "0", COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
    folders: [...folders, join(staging, "node_modules")],
    patience: NPM_PATIENCE_MILLISECONDS,
    log: join(paths.log, "pulumi-npm.log"),
  });
}

function cliAt(directory: string): Cli {
  return { path: join(directory, "bin", "pulumi"), version: `v${version()}`, source: "vendor" };
}

function version(): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    dependencies: { pulumi: string };
  };
  return manifest.dependencies.pulumi;
}
