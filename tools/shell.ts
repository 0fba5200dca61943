import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineEnvironment } from "../toolchain/engine/environment.ts";
import { localState } from "../toolchain/engine/local-state.ts";
import { exitWith, requireStack } from "../toolchain/engine/requirements.ts";
import { paths } from "../toolchain/paths.ts";

/** `node tools/shell.ts [command…]`: a shell, or one command, in which `pulumi` works on this project. */
await exitWith(async () => {
  const run = requireStack("dev");
  const environment =
    run.backend === undefined
      ? {
          ...engineEnvironment(run.manifest, "ours"),
          ...localState(run.project.name, "dev"),
          PULUMI_STACK: "dev",
        }
      : engineEnvironment(run.manifest, "user's");
  const [command = process.env["SHELL"] ?? "/bin/sh", ...args] = process.argv.slice(2);
  if (process.argv.length === 2) {
    const state = run.backend === undefined ? "dev's local state, .toolchain/state" : run.backend.url;
    console.log(`pulumi ${run.manifest.cli.version} with ${state}. Leave with "exit".`);
  }
  environment["PATH"] = `${join(paths.root, "node_modules", ".bin")}:${environment["PATH"] ?? ""}`;
  const child = spawn(command, args, { cwd: paths.root, env: environment, stdio: "inherit" });
  process.on("SIGINT", () => undefined);
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
});
