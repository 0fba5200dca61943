import type { EnvironmentName } from "../../../model/environment-name.ts";
import { migration } from "../../../model/migration.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { minutes } from "../../../model/quantities/duration.ts";
import { scratch, size } from "../../../model/size.ts";
import type { System } from "../../../model/system.ts";
import { variableSet } from "../../../model/variable.ts";
import { type Configuration, configured } from "../config/configured-shop.ts";
import { shop } from "../model/declared-shop.ts";

/** The shop with a migration, whose tool is told of its time-outs by the variable. */
export const migrating: System = {
  ...shop,
  migration: migration({
    image: "program",
    command: ["migrate", "--all"],
    variables: variableSet("migration", ["LOG_LEVEL", "API_KEY"]),
    address: "DATABASE_URL",
    timeouts: { given: "variable" },
    bootstrap: ["crb-analyser/bootstrap.sql"],
    deadline: minutes(10),
    retries: 3,
    size: size({ cpu: { request: millicores(50), limit: millicores(500) }, memory: mebibytes(128) }),
    scratch: [scratch("/tmp", mebibytes(32))],
  }),
};

const versions = "systems.shop.secrets.versions";

/** Its configuration with these values at these paths: a migration brings roles along, and each has a password. */
export const configuredMigrating = (
  environment: EnvironmentName,
  values: Readonly<Record<string, Configuration | undefined>> = {},
): Configuration =>
  configured(environment, {
    ...(environment === "dev"
      ? {}
      : {
          [`${versions}.DATABASE_APPLICATION_PASSWORD`]: "8",
          [`${versions}.DATABASE_READ_ONLY_PASSWORD`]: "9",
        }),
    ...values,
  });
