import * as pulumi from "@pulumi/pulumi";
import { type Problem, throwIfAny, ValidationError } from "../model/problem.ts";
import type { System } from "../model/system.ts";
import { clearSecretOfProvider } from "./clear-secrets.ts";
import type { Environment } from "./environment.ts";
import { parseEnvironment } from "./parse-environment.ts";

// The SDK exports it, but its type declarations leave it out.
const { isConfigSecret: isEncrypted } = pulumi.runtime as unknown as {
  /** Whether the value of a key is encrypted in the stack's file. */
  readonly isConfigSecret: (key: string) => boolean;
};

/**
 * The environment of the stack that is being run.
 * @param furtherProblems What else can be wrong with it that only its user can tell. @default nothing
 * @throws RunError with every problem, which the engine prints without a stack trace.
 */
export function readEnvironment(
  systems: readonly System[],
  furtherProblems: (environment: Environment) => readonly Problem[] = () => [],
): Environment {
  const prefix = `${pulumi.getProject()}:`;
  const config = Object.entries(pulumi.runtime.allConfig());
  // The values of secrets are looked at by who uses them, and never here.
  const read = [`${prefix}environment`, `${prefix}secrets`];
  const others = config.flatMap(([key]) => (key.startsWith(prefix) && !read.includes(key) ? [key] : []));
  try {
    throwIfAny(
      "Configuration",
      config.flatMap(([key, text]) =>
        key.startsWith(prefix) || isEncrypted(key) ? [] : clearSecretOfProvider(key, text),
      ),
    );
    const environment = parseEnvironment(systems, pulumi.getStack(), configuredObject(), others);
    throwIfAny(`Environment "${environment.name}"`, furtherProblems(environment));
    return environment;
  } catch (error) {
    throw error instanceof ValidationError ? new pulumi.RunError(error.message) : error;
  }
}

/** The configuration as it is given. The SDK's own message for what is no object would show all of it. */
function configuredObject(): unknown {
  try {
    return new pulumi.Config().getObject("environment");
  } catch {
    throw new pulumi.RunError(
      `${pulumi.getProject()}:environment: is a text and no object; give one with: name, systems`,
    );
  }
}
