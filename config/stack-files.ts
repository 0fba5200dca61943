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

/** The file that says what an environment is: dev's stands in the project's own. */
export const stackFile = (stack: EnvironmentName): string =>
  stack === "dev" ? "Pulumi.yaml" : `Pulumi.${stack}.yaml`;

/** The value of `slipway:environment` as the engine hands it to a stack: its own file's, or the project's for dev. */
export function configuredEnvironment(stack: EnvironmentName): unknown {
  const key = `${projectName()}:environment`;
  if (stack !== "dev") return readYaml(stackFile(stack)).config[key];
  return (projectFile().config[key] as { readonly value: unknown }).value;
}

/**
 * The values of secrets as a stack's file has them, each encrypted.
 * @returns `undefined` where it has none, or is not there. Dev's own file is one person's, and is not looked at.
 */
export function writtenSecrets(stack: EnvironmentName): unknown {
  try {
    return readYaml(stackFile(stack)).config[`${projectName()}:secrets`];
  } catch {
    return undefined;
  }
}

/**
 * The same of a stack that somebody else runs.
 * @returns `undefined` where it has no file, or one that says nothing or can't be read: that stack's own run tells.
 */
export function configuredElsewhere(stack: EnvironmentName): unknown {
  try {
    return configuredEnvironment(stack);
  } catch {
    return undefined;
  }
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
