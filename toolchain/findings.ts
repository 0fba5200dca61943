import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Backend } from "./engine/backend.ts";
import type { Manifest } from "./manifest.ts";
import { paths } from "./paths.ts";
import { freeBytes, gigabytes } from "./steps/disk.ts";
import { isInstalled } from "./steps/npm-packages.ts";
import { findOnPath, isExecutable } from "./steps/path-search.ts";
import { isAtLeast } from "./steps/version.ts";

/** One line of `make doctor`. A finding with a fix is a thing that is required and missing. */
export interface Finding {
  readonly name: string;
  readonly said: string;
  readonly fix?: string;
}

const LEAST_NODE = "22.18.0";
const LEAST_DISK_BYTES = 1024 ** 3;

export function nodeFinding(version = process.version, path = process.execPath): Finding {
  const said = `${version}, ${path}`;
  return isAtLeast(version, LEAST_NODE)
    ? { name: "Node", said }
    : {
        name: "Node",
        said,
        fix: `It is older than ${LEAST_NODE}. Run "make setup", which installs a newer one.`,
      };
}

export function npmFindings(): Finding[] {
  const npm = findOnPath("npm");
  const installed = isInstalled(paths.root);
  return [
    npm === undefined
      ? { name: "npm", said: "not on PATH", fix: "Install it: it comes with Node." }
      : { name: "npm", said: `${versionOf(npm, ["--version"])}, ${npm}` },
    installed
      ? { name: "npm packages", said: "as in package-lock.json" }
      : { name: "npm packages", said: "missing, or not as in package-lock.json", fix: 'Run "make setup".' },
  ];
}

const sources = {
  path: "the machine's own",
  vendor: "downloaded from its vendor",
  module: "built from its Go module",
} as const;

export function engineFindings(manifest: Manifest | undefined): Finding[] {
  if (manifest === undefined) {
    return [{ name: "Pulumi CLI", said: "not set up", fix: 'Run "make setup"; it says what is missing.' }];
  }
  const { cli, plugins } = manifest;
  const found = `${cli.version}, ${sources[cli.source]}, ${cli.path}`;
  const ofPlugins = plugins.map(({ name, version, source, folder }): Finding => {
    const executable = join(folder, `pulumi-${name}`);
    const who = source === "vendor" ? "the vendor's" : "stand-in";
    return isExecutable(executable)
      ? { name, said: `${version}, ${who}, ${folder}` }
      : { name, said: `${executable} is gone`, fix: 'Run "make setup".' };
  });
  const ofCli: Finding = isExecutable(cli.path)
    ? { name: "Pulumi CLI", said: found }
    : { name: "Pulumi CLI", said: `${cli.path} is gone`, fix: 'Run "make setup".' };
  return [ofCli, ...ofPlugins, ...standInAdvice(manifest)];
}

function standInAdvice({ cli, plugins }: Manifest): Finding[] {
  if (plugins.every(({ source }) => source === "vendor")) return [];
  const how =
    cli.source === "module"
      ? 'With a network that reaches the vendor: "rm -r .toolchain/pulumi && make setup".'
      : 'With a network that reaches the vendor: "rm .toolchain/manifest.json && make setup".';
  return [
    {
      name: "stand-ins",
      said: `previews are complete; updates reach test clusters alone, since kubernetes, docker and github are stand-ins. ${how}`,
    },
  ];
}

/** Go builds the CLI where its vendor does not answer; with a CLI in place nothing needs it. */
export function goFinding(manifest: Manifest | undefined): Finding {
  const go = findOnPath("go");
  if (go !== undefined) return { name: "Go", said: `${versionOf(go, ["env", "GOVERSION"])}, ${go}` };
  const said = "not on PATH";
  return manifest === undefined
    ? { name: "Go", said, fix: "Install Go, or put the Pulumi CLI on PATH: one of them is needed." }
    : { name: "Go", said: `${said}, and not needed` };
}

export function backendFinding(backend: Backend | undefined): Finding {
  const said =
    backend === undefined
      ? "none configured: dev keeps a local state, staging and production can be previewed only"
      : `${backend.url}, by ${backend.saidBy}`;
  return { name: "backend", said };
}

export function stackFindings(stacks: readonly string[]): Finding[] {
  return stacks.map((stack) => {
    const file = existsSync(join(paths.root, `Pulumi.${stack}.yaml`))
      ? `Pulumi.${stack}.yaml`
      : "the defaults of Pulumi.yaml";
    const levels = `policies/config/${stack}.json`;
    const name = `stack ${stack}`;
    return existsSync(join(paths.root, levels))
      ? { name, said: `${file}, ${levels}` }
      : {
          name,
          said: `${file}; ${levels} is missing`,
          fix: `Write ${levels}: the policies' levels for this stack.`,
        };
  });
}

export function hookFinding(): Finding {
  const on = gitSetting("core.hooksPath") === "toolchain/hooks";
  return { name: "git hook", said: on ? "on" : 'off; "make hooks" turns it on' };
}

export async function diskFinding(): Promise<Finding> {
  const free = await freeBytes(paths.root);
  const said = `${gigabytes(free)} free in ${paths.root}`;
  return free >= LEAST_DISK_BYTES
    ? { name: "disk", said }
    : { name: "disk", said, fix: `Free some: a set-up needs ${gigabytes(LEAST_DISK_BYTES)} and more.` };
}

function gitSetting(key: string): string {
  try {
    return execFileSync("git", ["config", key], { cwd: paths.root, encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function versionOf(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      cwd: paths.root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "does not start";
  }
}
