import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { connectionDemands, totalConnections } from "../../../model/connections.ts";
import { readOnlyConnections } from "../../../model/database-role.ts";
import {
  type Migration,
  plainAddressVariable,
  sessionOptions,
  sessionOptionsVariable,
} from "../../../model/migration.ts";
import { databaseLogins } from "../../secrets/database-logins.ts";
import { databasePasswordKey, databaseSecret, loginSecretName } from "../../secrets/secret-references.ts";
import { containerEnvironment } from "../../workloads/container-environment.ts";

/** The variables of a migration's own tool: those of any container, and how long its statements may wait and work. */
export function toolEnvironment(own: SystemEnvironment, migration: Migration): EnvVar[] {
  const variables = containerEnvironment(own, migration);
  const options = sessionOptions(migration.timeouts);
  if (migration.timeouts.given === "variable")
    return [...variables, { name: sessionOptionsVariable, value: options }];
  const address = addressVariable(migration);
  // The platform's own address always has a parameter already.
  const parameter = `&options=${encodeURIComponent(options)}`;
  return variables.flatMap((variable) =>
    variable.name === address
      ? [
          { ...variable, name: plainAddressVariable },
          { name: address, value: `$(${plainAddressVariable})${parameter}` },
        ]
      : [variable],
  );
}

/** The variables of psql, which runs the platform's own statements as the same user. */
export function psqlEnvironment(
  own: SystemEnvironment,
  migration: Migration,
  given: Readonly<Record<string, string>>,
): EnvVar[] {
  return [
    // Without what the tool's driver must be told, which psql would refuse.
    { name: plainAddressVariable, valueFrom: { secretKeyRef: databaseSecret(own, "direct", "owner") } },
    {
      name: sessionOptionsVariable,
      // What is there already is no news.
      value: `${sessionOptions(migration.timeouts)} -c client_min_messages=warning`,
    },
    // A dollar sign would have Kubernetes look for the name of a variable behind it.
    ...Object.entries(given).map(([name, value]) => ({ name, value: value.replaceAll("$", "$$$$") })),
  ];
}

/** The variables of the statements that make the roles beside the owner, where a migration has to. A login without one is locked. */
export const loginsEnvironment = (own: SystemEnvironment): EnvVar[] => [
  ...databaseLogins(own)
    .filter((login) => login !== "owner")
    .map((login) => ({
      name: `${login.toUpperCase().replace("-", "_")}_PASSWORD`,
      valueFrom: { secretKeyRef: { name: loginSecretName(own, login), key: databasePasswordKey } },
    })),
  {
    name: "READ_ONLY_CONNECTIONS",
    value: String(
      readOnlyConnections + totalConnections(connectionDemands(own.system, "database", "dev", "read-only")),
    ),
  },
];

function addressVariable({ uses }: Migration): string {
  const [name, ...others] = Object.keys(uses.database.env);
  if (name === undefined || others.length > 0)
    throw new TypeError("a migration reads the address from one variable");
  return name;
}
