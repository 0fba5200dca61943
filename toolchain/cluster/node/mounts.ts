import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { paths } from "../../paths.ts";
import type { NodePlaces } from "./places.ts";

/**
 * The kubelet and the CNI plugins write to fixed places of a machine. In the cluster's mount namespace empty file
 * systems lie over these, and folders of the instance in them, so that nothing reaches the machine's own.
 */
export function mountNodeFolders({ kubelet, podLogs }: NodePlaces): void {
  hide("/var/lib");
  hide("/var/log");
  bind(kubelet, "/var/lib/kubelet");
  bind(podLogs, "/var/log/pods");
}

/** Whether containers can have overlays in this folder; on another overlay (in a container, say) they often can't. */
export function canOverlay(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  const probe = mkdtempSync(join(folder, "overlay-"));
  const [lower, upper, work, merged] = ["lower", "upper", "work", "merged"].map((name) => join(probe, name));
  try {
    for (const part of [lower, upper, work, merged]) mkdirSync(part ?? "");
    const options = `lowerdir=${lower ?? ""},upperdir=${upper ?? ""},workdir=${work ?? ""}`;
    execFileSync("mount", ["-t", "overlay", "-o", options, "overlay", merged ?? ""], { stdio: "ignore" });
    execFileSync("umount", [merged ?? ""]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

/** A checkout below the folder stays where it is. */
function hide(folder: string): void {
  const checkoutIsBelow = paths.root.startsWith(`${folder}/`);
  const aside = join("/run", "checkout");
  if (checkoutIsBelow) bind(paths.root, aside);
  mount(["-t", "tmpfs", "-o", "mode=755", "tmpfs", folder]);
  if (!checkoutIsBelow) return;
  mkdirSync(paths.root, { recursive: true });
  mount(["--bind", aside, paths.root]);
  execFileSync("umount", [aside]);
}

function bind(source: string, target: string): void {
  mkdirSync(source, { recursive: true });
  if (!existsSync(target)) mkdirSync(target, { recursive: true });
  mount(["--bind", source, target]);
}

function mount(args: readonly string[]): void {
  execFileSync("mount", args, { stdio: ["ignore", "ignore", "pipe"] });
}
