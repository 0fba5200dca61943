import { RunError } from "@pulumi/pulumi";
import { YAMLParseError } from "yaml";

/**
 * Runs a command to its end. What is wrong with the configuration is printed as its own message, which names the
 * field; only a mistake of ours shows a stack trace.
 */
export async function withPlainErrors(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!RunError.isInstance(error) && !(error instanceof YAMLParseError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
