import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Dependency {
  readonly name: string;
  readonly version: string;
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What `pulumi about` lists: the program's own npm packages, or all that are installed for it. */
export function programDependencies(programDirectory: string, transitive: boolean): Dependency[] {
  const installed = installedVersions(programDirectory);
  if (transitive) return [...installed].map(([name, version]) => ({ name, version }));
  const manifestPath = join(programDirectory, "package.json");
  if (!existsSync(manifestPath)) return [];
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8")) as Manifest;
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).map(([name, range]) => ({
    name,
    version: installed.get(name) ?? range,
  }));
}

function installedVersions(programDirectory: string): Map<string, string> {
  const lockfile = join(programDirectory, "node_modules", ".package-lock.json");
  if (!existsSync(lockfile)) return new Map();
  const { packages = {} } = JSON.parse(readFileSync(lockfile, "utf8")) as {
    packages?: Record<string, { version?: string }>;
  };
  const versions = new Map<string, string>();
  for (const [path, { version }] of Object.entries(packages)) {
    const name = path.split("node_modules/").at(-1) ?? "";
    if (version !== undefined && path.startsWith("node_modules/")) versions.set(name, version);
  }
  return versions;
}
