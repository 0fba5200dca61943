import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { engineEnvironment } from "../../../toolchain/engine/environment.ts";
import { checkpointFile, ensureStack } from "../../../toolchain/engine/state-folder.ts";
import { readManifest } from "../../../toolchain/manifest.ts";
import { paths } from "../../../toolchain/paths.ts";
import { type CommandResult, runCommand } from "../../support/run-command.ts";

const PROJECT = "small";
const STACK = "trial";

interface RecordedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly initErrors?: readonly string[];
}

/** A Pulumi project of a few lines with a local state of its own, run by the real engine. */
export interface SmallProject {
  /** Writes the program: JavaScript that has `k8s` and `pulumi`, and `provider` for its resources. */
  program(body: string): void;
  run(operation: "up" | "preview" | "refresh" | "destroy", ...args: string[]): Promise<CommandResult>;
  pulumi(...args: string[]): Promise<CommandResult>;
  /** Starts an operation and does not wait for it, so that it can be interrupted. */
  start(operation: "up" | "destroy"): { readonly child: ChildProcess; readonly end: Promise<CommandResult> };
  /** The stack's resources as the engine has recorded them, secrets encrypted. */
  recorded(type: string): RecordedResource[];
  remove(): void;
}

/** Makes a project against the cluster of a kubeconfig; the provider's further settings are JavaScript. */
export function smallProject(kubeconfig: string, settings = "{}"): SmallProject {
  const parent = join(paths.tools, "e2e");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "provider-"));
  const state = join(folder, "state");
  symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: ${PROJECT}\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.mjs\n`,
  );
  writeFileSync(join(folder, "package.json"), `{ "name": "${PROJECT}", "type": "module" }\n`);
  ensureStack(state, PROJECT, STACK);
  const manifest = readManifest();
  if (manifest === undefined) throw new Error('The toolchain is not set up. Run "make setup".');
  const env: NodeJS.ProcessEnv = {
    ...engineEnvironment(manifest, "ours"),
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase for a state that is thrown away",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    NO_COLOR: "1",
  };
  const flags = ["--stack", STACK, "--non-interactive"];
  const pulumi = (...args: string[]): Promise<CommandResult> =>
    runCommand(join(paths.bin, "pulumi"), [...args, ...flags], { cwd: folder, env });
  return {
    program: (body) => {
      writeFileSync(
        join(folder, "index.mjs"),
        `import * as pulumi from "@pulumi/pulumi";
import * as k8s from "@pulumi/kubernetes";
const provider = new k8s.Provider("cluster", { kubeconfig: ${JSON.stringify(kubeconfig)}, ...${settings} });
${body}
`,
      );
    },
    pulumi,
    run: (operation, ...args) =>
      pulumi(operation, ...(operation === "preview" ? [] : ["--yes", "--skip-preview"]), ...args),
    start: (operation) => {
      const child = spawn(join(paths.bin, "pulumi"), [operation, "--yes", "--skip-preview", ...flags], {
        cwd: folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
      }
      const end = new Promise<CommandResult>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
          resolve({ exitCode: code ?? 1, output });
        });
      });
      return { child, end };
    },
    recorded: (type) => {
      const text = readFileSync(checkpointFile(state, PROJECT, STACK), "utf8");
      const { checkpoint } = JSON.parse(text) as {
        checkpoint: { latest?: { resources?: RecordedResource[] } };
      };
      return (checkpoint.latest?.resources ?? []).filter((resource) => resource.type === type);
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
