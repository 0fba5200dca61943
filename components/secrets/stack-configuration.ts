import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment.ts";
import { writtenSecrets } from "../../config/stack-files.ts";
import type { Problem } from "../../model/problem.ts";
import { configuredValueProblems } from "./configured-value-problems.ts";
import { secretsKey } from "./configured-values.ts";

const name = secretsKey.slice(secretsKey.indexOf(":") + 1);

/** The values of secrets in the configuration of the stack that is run, as one secret. */
export const stackSecrets = (): pulumi.Output<unknown> =>
  new pulumi.Config().requireSecretObject<unknown>(name);

/** What is wrong with them. */
export function stackSecretProblems(environment: Environment): readonly Problem[] {
  const { allConfig, isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & SecretKeys;
  const key = `${pulumi.getProject()}:${name}`;
  if (allConfig()[key] === undefined) return configuredValueProblems(environment, { encrypted: false });
  const written = writtenSecrets(environment.name);
  return configuredValueProblems(environment, {
    values: configured(),
    encrypted: isConfigSecret(key),
    ...(written === undefined ? {} : { written }),
  });
}

/** The SDK has this function and leaves it out of its types. */
interface SecretKeys {
  readonly isConfigSecret: (key: string) => boolean;
}

/** What is set, which may be no object. The SDK's own message for that would show all of it. */
function configured(): unknown {
  try {
    return new pulumi.Config().getObject<unknown>(name);
  } catch {
    return "";
  }
}
