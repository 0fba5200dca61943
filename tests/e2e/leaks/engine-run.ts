import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { engineEnvironment } from "../../../toolchain/engine/environment.ts";
import { ensureStack } from "../../../toolchain/engine/state-folder.ts";
import { readManifest } from "../../../toolchain/manifest.ts";
import { paths } from "../../../toolchain/paths.ts";
import type { Place } from "../../support/leaks/leak-search.ts";
import { type CommandResult, runCommand } from "../../support/run-command.ts";

/** The engine on a stack of this project, with a state of its own. */
export interface EngineRun {
  /** Runs the engine on the stack. */
  pulumi(command: string, ...args: readonly string[]): Promise<CommandResult>;
  /** A file that goes with the rest; it is none of the state's. */
  file(name: string): string;
  /** Writes such a file, and its path into the stack's file in the place of a word there. */
  write(name: string, text: string, insteadOf?: string): void;
  /** Every file of the state and beside it, by its path. */
  files(): readonly Place[];
  remove(): void;
}

/**
 * @param configuration What the stack's file says. @default nothing
 * @throws Error when the toolchain is not set up.
 */
export function engineOn(stack: EnvironmentName, configuration = ""): EngineRun {
  const manifest = readManifest();
  if (manifest === undefined) throw new Error('The toolchain is not set up. Run "make setup".');
  const folder = mkdtempSync(join(tmpdir(), "slipway-leaks-"));
  ensureStack(folder, "slipway", stack);
  const configFile = join(folder, `Pulumi.${stack}.yaml`);
  writeFileSync(configFile, configuration);
  const env: NodeJS.ProcessEnv = {
    ...engineEnvironment(manifest, "ours"),
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of the test",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    // Without it the engine takes no --event-log.
    PULUMI_DEBUG_COMMANDS: "true",
    NO_COLOR: "1",
  };
  return {
    pulumi: (command, ...args) =>
      runCommand(
        join(paths.bin, "pulumi"),
        [
          command,
          ...args,
          ...["--stack", stack, "--non-interactive"],
          ...(command === "stack" ? [] : ["--config-file", configFile]),
        ],
        { cwd: paths.root, env },
      ),
    file: (name) => join(folder, name),
    write: (name, text, insteadOf) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      if (insteadOf !== undefined)
        writeFileSync(configFile, readFileSync(configFile, "utf8").replace(insteadOf, path));
    },
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => ({ name: path.slice(folder.length + 1), text: readFileSync(path, "utf8") })),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
