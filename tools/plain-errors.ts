import { RunError } from "@pulumi/pulumi";
import { YAMLParseError } from "yaml";
import { masked } from "../config/hidden-secrets.ts";
import { ValidationError } from "../model/problem.ts";

/**
 * Runs a command to its end. What is wrong with the configuration is printed as its own message, which names the
 * field; only a mistake of ours shows a stack trace.
 */
export async function withPlainErrors(command: () => Promise<void> | void): Promise<void> {
  try {
    await command();
  } catch (error) {
    const isPlain =
      RunError.isInstance(error) || error instanceof YAMLParseError || error instanceof ValidationError;
    if (!isPlain) throw error;
    // A file that is no YAML is quoted where it breaks, whatever stands there.
    console.error(masked(error.message));
    process.exitCode = 1;
  }
}
