import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { engineEnvironment } from "../../../toolchain/engine/environment.ts";
import { checkpointFile } from "../../../toolchain/engine/state-folder.ts";
import { readManifest } from "../../../toolchain/manifest.ts";
import { paths } from "../../../toolchain/paths.ts";
import { copyProject } from "../../support/project-copy.ts";
import { type CommandResult, runCommand } from "../../support/run-command.ts";

/** Holds a secret that is made up and one that is configured; waits as long as a file says, as a real update takes its time. */
const program = `
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
while (existsSync("wait")) await sleep(50);
export const made = new random.RandomPassword("made", { length: 40, special: false }).result;
export const told = new pulumi.Config("tried").requireSecret("told");
`;

/** A copy of the project with a small program in it, on a backend of its own. The toolchain's own state is out of reach. */
export class EncryptedProject {
  readonly folder: string;
  readonly home = mkdtempSync(join(tmpdir(), "slipway-home-"));
  readonly #remove: () => void;
  readonly #environment: NodeJS.ProcessEnv;

  constructor() {
    const manifest = readManifest();
    if (manifest === undefined) throw new Error('The toolchain is not set up. Run "make setup".');
    const copy = copyProject();
    this.folder = copy.folder;
    this.#remove = () => {
      copy.remove();
    };
    const tools = join(this.folder, ".toolchain");
    rmSync(tools);
    mkdirSync(tools);
    for (const name of readdirSync(paths.tools).filter(
      (name) => !["state", "rotation", "e2e"].includes(name),
    ))
      symlinkSync(join(paths.tools, name), join(tools, name));
    writeFileSync(join(this.folder, "index.ts"), program);
    mkdirSync(join(this.folder, "backend"));
    const engine = engineEnvironment(manifest, "user's");
    const plugins = manifest.plugins.map(({ folder }) => folder);
    this.#environment = {
      ...engine,
      // A home without plugins, wherever the toolchain has put them.
      PATH: [engine["PATH"] ?? "", ...new Set(plugins)].join(delimiter),
      HOME: this.home,
      PULUMI_HOME: undefined,
      PULUMI_BACKEND_URL: pathToFileURL(join(this.folder, "backend")).href,
      PULUMI_CONFIG_PASSPHRASE: undefined,
      PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
      PULUMI_ACCESS_TOKEN: undefined,
      NO_COLOR: "1",
    };
  }

  environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...this.#environment, ...own };
  }

  /** The engine, with a passphrase or what else is to be in its environment. */
  pulumi(own: NodeJS.ProcessEnv | string, ...args: string[]): Promise<CommandResult> {
    const given = typeof own === "string" ? { PULUMI_CONFIG_PASSPHRASE: own } : own;
    return runCommand(join(paths.bin, "pulumi"), [...args, "--non-interactive"], {
      cwd: this.folder,
      env: this.environment(given),
    });
  }

  rotate(stack: string, own: NodeJS.ProcessEnv): Promise<CommandResult> {
    return runCommand(join(paths.bin, "node"), rotation(stack), {
      cwd: this.folder,
      env: this.environment(own),
    });
  }

  /** A rotation in a group of processes of its own, which can be killed as a whole. */
  startRotation(stack: string, own: NodeJS.ProcessEnv): ChildProcess {
    return spawn(join(paths.bin, "node"), rotation(stack), {
      cwd: this.folder,
      env: this.environment(own),
      stdio: "ignore",
      detached: true,
    });
  }

  /** Makes the stack with both secrets in it. */
  async deploy(stack: string, passphrase: string, told: string): Promise<void> {
    const steps = [
      ["stack", "init", stack, "--no-select"],
      ["config", "set", "--stack", stack, "--secret", "tried:told", told],
      ["up", "--stack", stack, "--yes", "--skip-preview"],
    ];
    for (const args of steps) {
      const { exitCode, output } = await this.pulumi(passphrase, ...args);
      if (exitCode !== 0) throw new Error(output);
    }
  }

  /** The secrets of a stack, read by the engine; nothing where the passphrase does not open them. */
  async secrets(stack: string, passphrase: string): Promise<Readonly<Record<string, string>> | undefined> {
    const args = ["stack", "output", "--stack", stack, "--json", "--show-secrets"];
    const { exitCode, output } = await this.pulumi(passphrase, ...args);
    const outputs = exitCode === 0 ? (JSON.parse(output) as Readonly<Record<string, string | null>>) : {};
    // What does not open, the engine leaves empty, and ends with 0.
    const opened = Object.entries(outputs).filter((entry): entry is [string, string] => entry[1] !== null);
    return opened.length > 0 ? Object.fromEntries(opened) : undefined;
  }

  file(stack: string): string {
    const file = join(this.folder, `Pulumi.${stack}.yaml`);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  state(stack: string): string {
    return readFileSync(checkpointFile(join(this.folder, "backend"), "slipway", stack), "utf8");
  }

  remove(): void {
    this.#remove();
    rmSync(this.home, { recursive: true, force: true });
  }
}

const rotation = (stack: string): string[] => [
  "--disable-warning=ExperimentalWarning",
  "tools/rotate-passphrase.ts",
  stack,
];
