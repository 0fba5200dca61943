import * as pulumi from "@pulumi/pulumi";
import { type Problem, throwIfAny, ValidationError } from "../model/problem.ts";
import type { System } from "../model/system.ts";
import type { Environment } from "./environment.ts";
import { parseEnvironment } from "./parse-environment.ts";

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
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(prefix));
  const others = keys.filter((key) => key !== `${prefix}environment`);
  try {
    const environment = parseEnvironment(
      systems,
      pulumi.getStack(),
      new pulumi.Config().getObject("environment"),
      others,
    );
    throwIfAny(`Environment "${environment.name}"`, furtherProblems(environment));
    return environment;
  } catch (error) {
    throw error instanceof ValidationError ? new pulumi.RunError(error.message) : error;
  }
}
