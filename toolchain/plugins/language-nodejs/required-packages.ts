import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface RequiredPackage {
  readonly name: string;
  readonly version: string;
  readonly server: string;
}

interface Manifest {
  name?: string;
  version?: string;
  pulumi?: { resource?: boolean; name?: string; version?: string; server?: string };
}

/** The provider plugins that the installed npm packages ask for, each at its version. */
export function requiredPackages(programDirectory: string): RequiredPackage[] {
  const found = new Map<string, RequiredPackage>();
  for (const directory of installedPackages(join(programDirectory, "node_modules"))) {
    const required = requiredBy(join(directory, "package.json"));
    if (required !== undefined) found.set(`${required.name}@${required.version}`, required);
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function requiredBy(manifestPath: string): RequiredPackage | undefined {
  if (!existsSync(manifestPath)) return undefined;
  const text = readFileSync(manifestPath, "utf8");
  // Parsing every manifest of a big tree costs more than this search through its text.
  if (!text.includes('"pulumi"')) return undefined;
  const { name, version, pulumi } = JSON.parse(text) as Manifest;
  if (pulumi?.resource !== true) return undefined;
  const pluginName = pulumi.name ?? name?.replace(/^@pulumi\//, "");
  const pluginVersion = pulumi.version ?? version;
  if (pluginName === undefined || pluginVersion === undefined) return undefined;
  return { name: pluginName, version: pluginVersion, server: pulumi.server ?? "" };
}

function* installedPackages(modules: string): Generator<string> {
  if (!existsSync(modules)) return;
  for (const entry of readdirSync(modules, { withFileTypes: true })) {
    // A link is a workspace of the project, such as the policy pack: its plugins are not the program's.
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const directory = join(modules, entry.name);
    if (entry.name.startsWith("@")) yield* installedPackages(directory);
    else {
      yield directory;
      yield* installedPackages(join(directory, "node_modules"));
    }
  }
}
