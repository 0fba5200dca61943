import { delimiter, dirname, join } from "node:path";
import type { Manifest } from "../manifest.ts";
import { paths } from "../paths.ts";

/**
 * The environment in which a plain `pulumi` finds the toolchain's engine and plugins. With our own home the
 * engine finds every plugin there; with the user's home, what that home lacks must come first on PATH.
 */
export function engineEnvironment(
  manifest: Manifest,
  home: "ours" | "user's",
  environment: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const onPath = manifest.plugins
    .filter((plugin) => needsPath(plugin.name, plugin.folder, manifest, home))
    .map(({ folder }) => folder);
  const old = (environment["PATH"] ?? "").split(delimiter);
  const first = [paths.bin, ...new Set(onPath)];
  return {
    ...environment,
    PATH: [...first, ...old.filter((folder) => !first.includes(folder))].join(delimiter),
    ...(home === "ours" ? { PULUMI_HOME: paths.pulumiHome } : {}),
    // A set-up machine works without a network, and a pinned CLI has no use for news of newer ones.
    PULUMI_SKIP_UPDATE_CHECK: "true",
    NODE_COMPILE_CACHE: environment["NODE_COMPILE_CACHE"] ?? join(paths.cache, "node"),
  };
}

function needsPath(name: string, folder: string, manifest: Manifest, home: "ours" | "user's"): boolean {
  if (!folder.startsWith(paths.tools)) return false;
  if (name.startsWith("language-")) return folder !== dirname(manifest.cli.path);
  return home === "user's";
}
