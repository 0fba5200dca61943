import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const tools = join(root, ".toolchain");

/** Where everything of the toolchain lies. All but `root` may be deleted; the next set-up makes it again. */
export const paths = {
  root,
  tools,
  bin: join(tools, "bin"),
  cache: join(tools, "cache"),
  log: join(tools, "log"),
  lock: join(tools, "setup.lock"),
  manifest: join(tools, "manifest.json"),
  /** Things under construction; each moves to its place in one step. */
  staging: join(tools, "staging"),
  npmStamp: join(tools, "npm.stamp"),
  pulumiBuild: join(tools, "pulumi"),
  /** The engine's home while no backend is configured, so that nothing is written to the user's. */
  pulumiHome: join(tools, "pulumi-home"),
  standIns: join(tools, "plugins"),
  /** The local state of dev. It is not made again: it knows what was deployed. */
  state: join(tools, "state"),
  preview: join(tools, "preview"),
} as const;
