import { createRequire } from "node:module";
import { join } from "node:path";
import type messages from "@pulumi/pulumi/proto/language_pb.js";

export interface RuntimeOptions {
  /** Compile through ts-node; off for a program that Node runs natively. */
  readonly typescript: boolean;
  readonly nodeargs: readonly string[];
}

/** The options of `runtime:` in Pulumi.yaml or PulumiPolicy.yaml. */
export function runtimeOptions(info: messages.ProgramInfo): RuntimeOptions {
  const options = info.getOptions()?.toJavaScript() ?? {};
  const { typescript, nodeargs } = options;
  return {
    typescript: typescript !== false && typescript !== "false",
    nodeargs: typeof nodeargs === "string" ? nodeargs.split(/\s+/).filter((arg) => arg !== "") : [],
  };
}

export function runtimeEnvironment(options: RuntimeOptions): NodeJS.ProcessEnv {
  return options.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {};
}

/** A command of the SDK that is installed for the program, for its version and not ours must run it. */
export function sdkCommand(name: "run" | "run-plugin" | "run-policy-pack", programDirectory: string): string {
  try {
    return createRequire(join(programDirectory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new Error(`@pulumi/pulumi is not installed for ${programDirectory}. Run "npm ci" there.`);
  }
}

export function programInfo(request: { getInfo(): messages.ProgramInfo | undefined }): messages.ProgramInfo {
  const info = request.getInfo();
  if (info === undefined)
    throw new Error("The engine sent no program information. Use Pulumi 3.232.0 or newer.");
  return info;
}
