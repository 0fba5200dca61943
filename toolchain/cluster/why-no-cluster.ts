import { execFileSync } from "node:child_process";
import { findOnPath } from "../steps/path-search.ts";
import { hasDebianPackages, whyNoDebian } from "./debian.ts";
import { isBuilt, whyNoGo } from "./go-module.ts";

const PROGRAMS = ["unshare", "nsenter", "ip", "mount", "openssl", "ps"];

/** What a cluster is made from. */
export interface Ingredients {
  /** Folders of Go wrapper modules. */
  readonly modules: readonly string[];
  /** Names of Debian packages. */
  readonly packages: readonly string[];
}

/** Why this machine can't run a cluster of these parts; nothing where it can. */
export function whyNoCluster({ modules, packages }: Ingredients): string | undefined {
  if (process.platform !== "linux") return "it is no Linux, whose namespaces the cluster lives in";
  if (process.geteuid?.() !== 0) return "only root may make the namespaces that the cluster lives in";
  const missing = PROGRAMS.find((name) => findOnPath(name) === undefined);
  if (missing !== undefined) return `${missing} is not on PATH`;
  if (!modules.every(isBuilt)) {
    const reason = whyNoGo();
    if (reason !== undefined) return reason;
  }
  if (!hasDebianPackages(packages)) {
    const reason = whyNoDebian();
    if (reason !== undefined) return reason;
  }
  return whyNoNamespaces();
}

/** Tries them out: a container's root may be root in name only. */
function whyNoNamespaces(): string | undefined {
  const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const inside = "mount --make-rshared / && mount -t tmpfs tmpfs /run";
  const [one, other] = probeInterfaces(process.pid);
  try {
    attempt("unshare", [...namespaces, "--", "sh", "-c", inside]);
    attempt("ip", ["link", "add", one, "type", "veth", "peer", "name", other]);
    attempt("ip", ["link", "delete", one]);
    return undefined;
  } catch (error) {
    const [said = ""] = String((error as { stderr?: Buffer }).stderr)
      .trim()
      .split("\n");
    return `namespaces and network interfaces can't be made (${said})`;
  }
}

/** The names of the two ends of the pair that a process tries. The kernel takes 15 characters, and PIDs have up to 7. */
export function probeInterfaces(pid: number): readonly [string, string] {
  return [`sw${pid}a`, `sw${pid}b`];
}

function attempt(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
}
