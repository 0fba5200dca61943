import { readFileSync } from "node:fs";
import { parse, YAMLParseError } from "yaml";
import type { EnvironmentName } from "../model/environment-name.ts";

const folder = new URL("../", import.meta.url);

interface StackFile {
  readonly config: Readonly<Record<string, unknown>>;
}

interface ProjectFile extends StackFile {
  readonly name: string;
}

/** The project's name, from `Pulumi.yaml`. */
export const projectName = (): string => projectFile().name;

/** The value of `slipway:environment` as the engine hands it to a stack: its own file's, or the project's for dev. */
export function configuredEnvironment(stack: EnvironmentName): unknown {
  const key = `${projectName()}:environment`;
  if (stack !== "dev") return readYaml(`Pulumi.${stack}.yaml`).config[key];
  return (projectFile().config[key] as { readonly value: unknown }).value;
}

function readYaml(file: string): StackFile {
  try {
    return parse(readFileSync(new URL(file, folder), "utf8")) as StackFile;
  } catch (error) {
    if (error instanceof YAMLParseError) error.message = `${file}: ${error.message}`;
    throw error;
  }
}

const projectFile = (): ProjectFile => readYaml("Pulumi.yaml") as ProjectFile;
