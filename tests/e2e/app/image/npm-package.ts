import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { clusterPaths } from "../../../../toolchain/cluster/paths.ts";
import { paths } from "../../../../toolchain/paths.ts";
import { replaceFolder } from "../../../../toolchain/steps/atomic-file.ts";
import { run } from "../../../../toolchain/steps/command.ts";

/**
 * The folder of the packages of a lockfile, without their scripts. They are fetched once and kept.
 * @param sources Folder of `package.json`, `package-lock.json` and `.npmrc`.
 * @throws SetupError when the registry does not answer.
 */
export async function npmPackages(sources: string): Promise<string> {
  const name = basename(sources);
  const lockfile = readFileSync(join(sources, "package-lock.json"));
  const hash = createHash("sha256").update(lockfile).digest("hex").slice(0, 12);
  const place = join(clusterPaths.root, "npm", `${name}-${hash}`);
  if (existsSync(place)) return place;
  const staging = join(clusterPaths.staging, `${name}.${process.pid}`);
  try {
    mkdirSync(staging, { recursive: true });
    for (const file of ["package.json", "package-lock.json", ".npmrc"])
      cpSync(join(sources, file), join(staging, file));
    await run({
      command: "npm",
      args: ["ci", "--ignore-scripts", "--loglevel=error"],
      cwd: staging,
      log: join(paths.log, `${name}-npm.log`),
      advice: "With a network, run this again.",
    });
    await replaceFolder(staging, place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return place;
}
