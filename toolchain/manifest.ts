import { existsSync, readFileSync } from "node:fs";
import { paths } from "./paths.ts";
import { writeWhole } from "./steps/atomic-file.ts";

/** Where the CLI came from: the machine's PATH, the vendor's download, or its Go module. */
export type CliSource = "path" | "vendor" | "module";

export interface Cli {
  readonly path: string;
  readonly version: string;
  readonly source: CliSource;
}

export interface Plugin {
  /** `resource-kubernetes`, `language-nodejs`. */
  readonly name: string;
  readonly version: string;
  readonly source: "vendor" | "stand-in";
  /** The folder that holds its executable. */
  readonly folder: string;
}

/** What the set-up found and made; everything that runs Pulumi reads it. */
export interface Manifest {
  readonly cli: Cli;
  readonly plugins: readonly Plugin[];
}

export function readManifest(): Manifest | undefined {
  if (!existsSync(paths.manifest)) return undefined;
  try {
    return JSON.parse(readFileSync(paths.manifest, "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

export function writeManifest(manifest: Manifest): void {
  const content = `${JSON.stringify(manifest, null, 2)}\n`;
  if (existsSync(paths.manifest) && readFileSync(paths.manifest, "utf8") === content) return;
  writeWhole(paths.manifest, content);
}
