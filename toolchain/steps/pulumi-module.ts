import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Cli } from "../manifest.ts";
import { paths } from "../paths.ts";
import { replaceFolder } from "./atomic-file.ts";
import { contentHash } from "./content-hash.ts";
import { buildGo, requireDiskForGo, tooOldGo } from "./go-build.ts";
import { findOnPath, isExecutable } from "./path-search.ts";
import { say, SetupError } from "./step.ts";

const MODULE = "github.com/pulumi/pulumi/pkg/v3";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const GIGABYTE = 1024 ** 3;
/** Measured: 85 MB for the CLI; for Go 1.6 GB of modules and 0.9 GB of compiled packages. */
const NEEDED_BYTES = 0.3 * GIGABYTE;
const NEEDED_BYTES_OF_GO = 3 * GIGABYTE;
const folder = join(paths.root, "toolchain", "pulumi-cli");

/** The CLI that an earlier set-up built from the same module files. */
export function builtCli(): Cli | undefined {
  const cli = cliAt(placeOf());
  return isExecutable(cli.path) ? cli : undefined;
}

export async function buildCli(): Promise<Cli> {
  const go = requireGo();
  await requireDiskForGo(go, {
    what: "Building the Pulumi CLI",
    directory: paths.tools,
    bytes: NEEDED_BYTES,
    bytesOfGo: NEEDED_BYTES_OF_GO,
  });
  say(
    "Pulumi CLI",
    `building v${moduleVersion()} from its Go module: about 3 minutes on 2 cores, the first time`,
  );
  const staging = join(paths.staging, `pulumi.${process.pid}`);
  try {
    await mkdir(staging, { recursive: true });
    await buildGo({
      go,
      module: folder,
      packages: [`${MODULE}/cmd/pulumi`],
      output: join(staging, "bin", "pulumi"),
      linkerFlags: ["-X", `${VERSION_VARIABLE}=v${moduleVersion()}`],
      log: join(paths.log, "pulumi-module.log"),
      advice: "With a network, run this again. Or put the Pulumi CLI on PATH: see pulumi.com/docs/install.",
    });
    await replaceFolder(staging, placeOf());
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return cliAt(placeOf());
}

/** A change of the module files is another build, in another place. */
function placeOf(): string {
  const hash = contentHash(["go.mod", "go.sum"], folder).slice(0, 12);
  return join(paths.pulumiBuild, `module-${moduleVersion()}-${hash}`);
}

function cliAt(place: string): Cli {
  return { path: join(place, "bin", "pulumi"), version: `v${moduleVersion()}`, source: "module" };
}

function moduleVersion(): string {
  const [, version] = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(folder, "go.mod"), "utf8")) ?? [];
  if (version === undefined)
    throw new SetupError(`${folder}/go.mod does not require ${MODULE}. Restore the file from git.`);
  return version;
}

function requireGo(): string {
  const [, least = ""] = /^go (\S+)/m.exec(readFileSync(join(folder, "go.mod"), "utf8")) ?? [];
  const otherwise = "Or put the Pulumi CLI on PATH: see pulumi.com/docs/install.";
  const go = findOnPath("go");
  if (go === undefined) {
    throw new SetupError(
      `The Pulumi CLI is not on PATH, its vendor does not answer, and Go, which could build it, is not on PATH either. ` +
        `Install Go ${least} or newer, then run this again. ${otherwise}`,
    );
  }
  const version = tooOldGo(go, least);
  if (version !== undefined) {
    throw new SetupError(
      `${go} is ${version}, and building the Pulumi CLI needs Go ${least} or newer. Install that. ${otherwise}`,
    );
  }
  return go;
}
