import { existsSync, readdirSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { NoClusterHere } from "../../toolchain/cluster/no-cluster-here.ts";
import { clusterPaths } from "../../toolchain/cluster/paths.ts";
import { paths } from "../../toolchain/paths.ts";
import { replaceFolder } from "../../toolchain/steps/atomic-file.ts";
import { run } from "../../toolchain/steps/command.ts";
import { contentHash } from "../../toolchain/steps/content-hash.ts";

/** What Go is told of a program. Without a C compiler and a version control system the result is the same everywhere. */
export const buildEnvironment = { CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off" } as const;

/**
 * Path of a program of the suite's own, built once from its sources.
 * @param sources The folder of its module, without folders below.
 * @throws NoClusterHere without Go.
 */
export async function goProgram(
  name: string,
  sources: string,
  say: (line: string) => void = () => undefined,
): Promise<string> {
  const files = readdirSync(sources).filter(
    (file) => !file.endsWith("_test.go") && /\.(go|mod|sum)$/.test(file),
  );
  const hash = contentHash(files.sort(), sources).slice(0, 12);
  const program = join(clusterPaths.bin, `${name}-${hash}`, name);
  if (existsSync(program)) return program;
  const reason = whyNoGo();
  if (reason !== undefined) throw new NoClusterHere(`This machine can't build ${name}: ${reason}.`);
  say(`building the program ${name}`);
  const staging = join(clusterPaths.staging, `${name}.${process.pid}`);
  const output = join(staging, name);
  try {
    await mkdir(staging, { recursive: true });
    await run({
      command: "go",
      args: ["build", "-mod=readonly", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", output, "."],
      cwd: sources,
      env: buildEnvironment,
      log: join(paths.log, `${name}-program.log`),
      advice: "With a network, run this again: what was fetched and compiled is kept.",
    });
    await replaceFolder(staging, dirname(program));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return program;
}
