import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { userHome } from "../engine/backend.ts";
import { readManifest, type Cli, type Manifest, type Plugin } from "../manifest.ts";
import { paths } from "../paths.ts";
import { findOnPath, isExecutable } from "./path-search.ts";
import { download } from "./stalled-download.ts";
import { writeStandIn } from "./stand-in.ts";

const PROVIDERS = ["kubernetes", "random", "docker", "github"] as const;

/** Finds each plugin, downloads it where the vendor answers, and puts a stand-in where it does not. */
export async function providePlugins(cli: Cli): Promise<{ said: string; value: Plugin[] }> {
  const host = provideLanguageHost(cli);
  const providers = await Promise.all(PROVIDERS.map((name) => provideProvider(name, cli)));
  const plugins = [host, ...providers];
  for (const plugin of providers) linkIntoHome(plugin);
  const standIns = plugins
    .filter(({ source }) => source === "stand-in")
    .map(({ name }) => name.replace("resource-", ""));
  const said =
    standIns.length === 0
      ? "all are the vendor's"
      : `stand-ins are in use for ${standIns.join(", ")}: the vendor's are neither installed nor to be had here`;
  return { said, value: plugins };
}

/** The vendor ships the language host with the CLI, in the same folder. */
function provideLanguageHost(cli: Cli): Plugin {
  const executable = "pulumi-language-nodejs";
  const version = sdkVersion("pulumi");
  const beside = [cli.path, realpathSync(cli.path)].map((path) => join(dirname(path), executable));
  if (cli.source !== "module") {
    const found = beside.find(isExecutable) ?? findOnPath(executable);
    if (found !== undefined) {
      return {
        name: "language-nodejs",
        version: cli.version.replace(/^v/, ""),
        source: "vendor",
        folder: dirname(found),
      };
    }
  }
  // Beside the CLI that we built the engine takes it for its own; elsewhere PATH must lead to it.
  const folder = cli.source === "module" ? dirname(cli.path) : join(paths.standIns, "language-nodejs");
  writeStandIn(join(folder, executable), "language-nodejs");
  return { name: "language-nodejs", version, source: "stand-in", folder };
}

async function provideProvider(provider: string, cli: Cli): Promise<Plugin> {
  const name = `resource-${provider}`;
  const version = sdkVersion(provider);
  const homes = [userHome(), paths.pulumiHome];
  const installed = findInstalledPlugin(name, version, homes);
  if (installed !== undefined) return { name, version, source: "vendor", folder: installed };
  const standIn: Plugin = { name, version, source: "stand-in", folder: join(paths.standIns, name) };
  if (mayBeDownloadable(standIn, cli, readManifest()) && (await downloadPlugin(provider, version, cli))) {
    return { name, version, source: "vendor", folder: homeFolder(name, version) };
  }
  writeStandIn(join(standIn.folder, `pulumi-${name}`), provider);
  return standIn;
}

/** The folder of the vendor's plugin: on PATH, which the engine prefers, or at this version in an engine's home. */
export function findInstalledPlugin(
  name: string,
  version: string,
  homes: readonly string[],
  path?: string,
): string | undefined {
  const onPath = findOnPath(`pulumi-${name}`, path);
  if (onPath !== undefined) return dirname(onPath);
  return homes
    .map((home) => join(home, "plugins", `${name}-v${version}`))
    .find((folder) => {
      const file = join(folder, `pulumi-${name}`);
      // Our own home links to stand-ins; and a download that was cut off leaves a mark.
      return linkTarget(file) === undefined && isExecutable(file) && !existsSync(`${folder}.partial`);
    });
}

/**
 * A CLI that we had to build tells that its vendor does not answer, and the plugins come from the same place.
 * With another CLI the vendor is asked once for each version: a set-up that is done asks the network nothing.
 */
export function mayBeDownloadable(standIn: Plugin, cli: Cli, known: Manifest | undefined): boolean {
  if (cli.source === "module") return false;
  const wasAsked = known?.plugins.some(
    ({ name, version, source }) =>
      name === standIn.name && version === standIn.version && source === "stand-in",
  );
  return wasAsked !== true || known?.cli.path !== cli.path;
}

async function downloadPlugin(provider: string, version: string, cli: Cli): Promise<boolean> {
  const temporary = join(paths.staging, `plugin-${provider}.${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  // A stand-in of an earlier set-up would pass for the plugin itself.
  rmSync(homeFolder(`resource-${provider}`, version), { recursive: true, force: true });
  try {
    return await download({
      command: cli.path,
      args: ["plugin", "install", "resource", provider, version, "--non-interactive"],
      env: {
        ...process.env,
        PULUMI_HOME: paths.pulumiHome,
        TMPDIR: temporary,
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
      folders: [temporary, homeFolder(`resource-${provider}`, version)],
      log: join(paths.log, `plugin-${provider}.log`),
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * In our own home the engine finds a plugin by its exact version, as it does the vendor's in the user's home.
 * It passes over a folder that is a link, so the link is inside.
 */
function linkIntoHome({ name, version, folder }: Plugin): void {
  const target = join(folder, `pulumi-${name}`);
  const link = join(homeFolder(name, version), `pulumi-${name}`);
  if (link === target || linkTarget(link) === target) return;
  mkdirSync(dirname(link), { recursive: true });
  mkdirSync(paths.staging, { recursive: true });
  const temporary = join(paths.staging, `${name}.${process.pid}`);
  symlinkSync(target, temporary);
  renameSync(temporary, link);
}

function homeFolder(name: string, version: string): string {
  return join(paths.pulumiHome, "plugins", `${name}-v${version}`);
}

function linkTarget(file: string): string | undefined {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
    ? readlinkSync(file)
    : undefined;
}

function sdkVersion(name: string): string {
  const manifest = join(paths.root, "node_modules", "@pulumi", name, "package.json");
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
