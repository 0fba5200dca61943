import { type Migration, migrationName } from "../migration.ts";
import type { Problem } from "../problem.ts";
import type { Duration } from "../quantities/duration.ts";
import type { System } from "../system.ts";
import { validateRun } from "./validate-tasks.ts";
import { validateScratch, validateSize } from "./validate-workload.ts";

/** What is wrong with a system's migration, taken by itself and with the database that it is for. */
export function validateMigration(system: System): Problem[] {
  const { migration, services, database } = system;
  const path = `${system.name}.${migrationName}`;
  const taken = Object.hasOwn(services, migrationName)
    ? [
        {
          path: `${system.name}.services.${migrationName}`,
          message: `"${migrationName}" is what the database's migration goes by; choose another name`,
        },
      ]
    : [];
  if (!migration)
    return database?.kind === "external" && database.separateRoles
      ? [
          ...taken,
          {
            path: `${system.name}.database.separateRoles`,
            message:
              "true, and no migration grants the application anything; declare a migration or leave it out",
          },
        ]
      : taken;
  return [
    ...taken,
    ...validateSize(`${path}.size`, migration.size),
    ...validateScratch(path, migration),
    ...validateRun(path, migration),
    ...validateTimeouts(path, migration, system),
    ...validateBootstrap(`${path}.bootstrap`, migration.bootstrap),
  ];
}

/** Each wait ends before the next larger one does, or the larger one would hide what it waited for. */
function validateTimeouts(
  path: string,
  { timeouts, deadline }: Migration,
  { database }: Pick<System, "database">,
): Problem[] {
  const { lock, statement, given } = timeouts;
  return [
    ...notBelow(`${path}.timeouts.lock`, lock, ["timeouts.statement", statement]),
    ...notBelow(`${path}.timeouts.statement`, statement, ["deadline", deadline]),
    ...(given === "address" && database?.kind === "external"
      ? [
          {
            path: `${path}.timeouts.given`,
            message: `"address" can't be kept: ${database.provider} gives the database's address as a whole; write "variable", with a driver that reads PGOPTIONS`,
          },
        ]
      : []),
  ];
}

function notBelow(path: string, span: Duration, [name, longer]: readonly [string, Duration]): Problem[] {
  if (span.milliseconds < 1)
    return [{ path, message: `${span} would mean to wait for ever; give 1ms or more` }];
  return longer.exceeds(span)
    ? []
    : [{ path, message: `${span} is not below the ${longer} of ${name}; give less` }];
}

/** Below a folder of `systems/`, and nowhere else. */
const sqlPath = /^[a-z][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)+\.sql$/;

function validateBootstrap(path: string, files: readonly string[]): Problem[] {
  return files.flatMap((file, index) => {
    const at = `${path}[${index}]`;
    if (!sqlPath.test(file)) {
      const message = `"${file}" is no file of SQL below systems/; write it as "crb-analyser/bootstrap.sql"`;
      return [{ path: at, message }];
    }
    return files.indexOf(file) === index
      ? []
      : [{ path: at, message: `"${file}" is listed twice; keep one` }];
  });
}
