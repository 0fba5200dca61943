import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runFrom } from "../debian.ts";
import type { ClusterContext } from "../program.ts";
import { placesOf } from "./places.ts";

const COMMANDS = ["iptables", "ip6tables"].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);
/** The first that the kernel has: rules in nf_tables, or in the older tables. */
const PROGRAMS = ["xtables-nft-multi", "xtables-legacy-multi"];

/** The environment of a program that calls iptables. An installed package has these names by Debian's alternatives. */
export function iptablesEnvironment(context: ClusterContext): Readonly<Record<string, string>> {
  const { debian } = context.binaries;
  const folder = join(placesOf(context).settings, "iptables");
  const { PATH, LD_LIBRARY_PATH } = runFrom(debian);
  const libraries = { LD_LIBRARY_PATH, XTABLES_LIBDIR: extensionsBelow(debian) };
  const candidates = PROGRAMS.map((name) => join(debian, "usr/sbin", name));
  const program = candidates.find((candidate) => works(candidate, libraries)) ?? candidates[0] ?? "";
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of COMMANDS) symlinkSync(program, join(folder, name));
  return { ...libraries, PATH: [folder, PATH].join(delimiter) };
}

function works(program: string, environment: Readonly<Record<string, string>>): boolean {
  try {
    const env = { ...process.env, ...environment };
    execFileSync(program, ["iptables", "--table", "nat", "--list", "--numeric"], { env, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function extensionsBelow(debian: string): string {
  const libraries = join(debian, "usr/lib");
  const folders = readdirSync(libraries).map((name) => join(libraries, name, "xtables"));
  return folders.find((folder) => existsSync(folder)) ?? "";
}
