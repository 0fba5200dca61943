import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { engineEnvironment } from "../../toolchain/engine/environment.ts";
import { ensureStack } from "../../toolchain/engine/state-folder.ts";
import { readManifest } from "../../toolchain/manifest.ts";
import { paths } from "../../toolchain/paths.ts";
import { runCommand, type CommandResult } from "../support/run-command.ts";

/** A Pulumi project of its own in a temporary folder, with a state of its own. */
export interface Program {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  write(file: string, content: string): void;
  pulumi(...args: string[]): Promise<CommandResult>;
  remove(): void;
}

const projectFile = `name: tried
runtime: { name: nodejs, options: { typescript: false } }
config:
  tried:environment:
    value: { name: dev, sizes: { web: 1 } }
`;

/** The pack is judged by the engine as ours is; it says what it knows of its stack. */
const pack = `
const { PolicyPack, validateResourceOfType } = require("@pulumi/policy");
const pulumi = require("@pulumi/pulumi");
const k8s = require("@pulumi/kubernetes");
const { readFileSync } = require("node:fs");
new PolicyPack("tried", { policies: [{
  name: "no-latest",
  description: readFileSync("description.txt", "utf8"),
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(k8s.core.v1.Pod, (pod, _args, report) => {
    const knows = [pulumi.getProject(), pulumi.getStack(), pulumi.runtime.isDryRun(),
      new pulumi.Config("tried").requireObject("environment").name].join(" ");
    if (pod.spec.containers[0].image.endsWith(":latest")) report("latest in " + knows);
  }),
}] });
`;

export function program(index: string): Program {
  const manifest = readManifest();
  if (manifest === undefined) throw new Error('The toolchain is not set up. Run "make setup".');
  const folder = mkdtempSync(join(tmpdir(), "slipway-program-"));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  write("Pulumi.yaml", projectFile);
  write("package.json", JSON.stringify({ name: "tried", type: "module", main: "index.ts" }));
  write("index.ts", index);
  write("pack/PulumiPolicy.yaml", "runtime: { name: nodejs, options: { typescript: false } }\n");
  write("pack/package.json", JSON.stringify({ name: "pack", version: "1.0.0", main: "index.js" }));
  write("pack/index.js", pack);
  write("pack/description.txt", "Pods name what they run.");
  symlinkSync(join(paths.root, "node_modules"), join(folder, "node_modules"));
  ensureStack(join(folder, "state"), "tried", "dev");
  const environment: NodeJS.ProcessEnv = {
    ...engineEnvironment(manifest, "ours"),
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of the test",
    PULUMI_STACK: "dev",
    NO_COLOR: "1",
  };
  return {
    folder,
    environment,
    write,
    pulumi: (...args) =>
      runCommand(join(paths.bin, "pulumi"), [...args, "--non-interactive"], {
        cwd: folder,
        env: environment,
      }),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy of what a set-up needs, set up or not. */
export function bareProject(): { folder: string; remove(): void } {
  const parent = join(paths.root, ".toolchain", "e2e");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "setup-"));
  for (const name of ["toolchain", "package.json", "package-lock.json", "policies/package.json", ".npmrc"]) {
    cpSync(join(paths.root, name), join(folder, name), { recursive: true });
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
