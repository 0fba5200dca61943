import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../paths.ts";
import { writeWhole } from "./atomic-file.ts";

/** A plugin is an executable file; this one runs our program of that name. */
export function writeStandIn(file: string, plugin: string): void {
  const content = standIn(plugin);
  if (existsSync(file) && readFileSync(file, "utf8") === content) return;
  writeWhole(file, content, 0o755);
}

function standIn(plugin: string): string {
  const program = join(paths.root, "toolchain", "plugins", plugin, "main.ts");
  return `#!/bin/sh
# Stands in for the vendor's plugin. "make doctor" says why.
NODE_COMPILE_CACHE=\${NODE_COMPILE_CACHE:-${quoted(join(paths.cache, "node"))}}
export NODE_COMPILE_CACHE
exec ${quoted(join(paths.bin, "node"))} --disable-warning=ExperimentalWarning ${quoted(program)} "$@"
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
