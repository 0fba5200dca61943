import { YAMLParseError } from "yaml";
import type { Environment } from "../config/environment.ts";
import { masked } from "../config/hidden-secrets.ts";
import { parseEnvironment } from "../config/parse-environment.ts";
import { configuredEnvironment } from "../config/stack-files.ts";
import type { EnvironmentName } from "../model/environment-name.ts";
import { ValidationError } from "../model/problem.ts";
import { systems } from "../systems/all.ts";
import { UsageError } from "../toolchain/engine/requirements.ts";

/** The environment of a stack, from its file. @throws UsageError with all that is wrong with the file. */
export function environmentOf(stack: EnvironmentName): Environment {
  try {
    return parseEnvironment(systems, stack, configuredEnvironment(stack));
  } catch (error) {
    const isPlain = error instanceof ValidationError || error instanceof YAMLParseError;
    throw isPlain ? new UsageError(masked(error.message)) : error;
  }
}
