import { hostRules } from "./password-lookup.ts";
import { application, type PostgresCluster } from "./postgres-cluster.ts";

/** Where the scripts lie in the container. */
export const scriptFolder = "/etc/played-operator";

/**
 * What makes the public image start as the operator's would: who the user is by name, and a script for the first
 * start. The application's user is not a superuser, and nobody can be one from outside.
 */
export function initScripts(cluster: PostgresCluster): Readonly<Record<string, string>> {
  const { postgresUID = 26, postgresGID = 26, bootstrap } = cluster.spec;
  const { postInitSQL = [], postInitTemplateSQL = [], postInitApplicationSQL = [] } = bootstrap?.initdb ?? {};
  const { database } = application(cluster);
  const psql = 'psql --quiet --no-psqlrc --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER"';
  return {
    passwd: `postgres:x:${postgresUID}:${postgresGID}::/var/lib/postgresql:/bin/sh\n`,
    // Nobody is in the pod but who may be: the operator's own rule goes by the name of the user there.
    "pg_hba.conf": hostRules(cluster.spec.postgresql?.pg_hba ?? [], "trust"),
    group: `postgres:x:${postgresGID}:\n`,
    "post-init.sql": statements(postInitSQL),
    "post-init-template.sql": statements(postInitTemplateSQL),
    "post-init-application.sql": statements(postInitApplicationSQL),
    "application.sql": [
      `CREATE ROLE :"owner" LOGIN PASSWORD :'password';`,
      `CREATE DATABASE :"database" OWNER :"owner";`,
      `ALTER ROLE :"superuser" PASSWORD NULL;`,
      "",
    ].join("\n"),
    "application.sh": [
      "#!/bin/sh",
      "set -e",
      `${psql} --dbname=postgres --file=${scriptFolder}/post-init.sql`,
      `${psql} --dbname=template1 --file=${scriptFolder}/post-init-template.sql`,
      `${psql} --dbname=postgres --set=owner="$APPLICATION_USER" --set=password="$APPLICATION_PASSWORD" \\`,
      `  --set=database='${database}' --set=superuser="$POSTGRES_USER" --file=${scriptFolder}/application.sql`,
      `${psql} --dbname='${database}' --file=${scriptFolder}/post-init-application.sql`,
      "",
    ].join("\n"),
  };
}

const statements = (given: readonly string[]): string =>
  given.map((statement) => `${statement.replace(/;?\s*$/, "")};\n`).join("");
