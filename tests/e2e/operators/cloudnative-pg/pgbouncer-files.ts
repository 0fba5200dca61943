import { lookupUser } from "./password-lookup.ts";
import type { PostgresPooler } from "./pooler.ts";

/** Where PgBouncer stands. In a pod it is the same everywhere; a test on one machine has places of its own. */
export interface PgbouncerPlace {
  /** What its settings and certificates lie in. */
  readonly folder: string;
  /** Where it listens. */
  readonly listen: { readonly address: string; readonly port: number };
  /** Where its server does. */
  readonly server: { readonly host: string; readonly port: number };
}

/** What the operator sets unless the pooler says otherwise, and what it sets in any case. */
const defaults = {
  auth_type: "hba",
  client_tls_sslmode: "prefer",
  ignore_startup_parameters: "extra_float_digits,options",
  log_stats: "0",
  server_tls_sslmode: "verify-ca",
};

/**
 * PgBouncer's settings as the operator writes them for a pooler without secrets of its own: it speaks to the server by TLS, holds
 * a certificate of the cluster's authority, and looks passwords up in the server with it.
 */
export function pgbouncerFiles(
  { spec }: Pick<PostgresPooler, "spec">,
  { folder, listen, server }: PgbouncerPlace,
): { readonly "pgbouncer.ini": string; readonly "pg_hba.conf": string } {
  const { poolMode = "session", parameters = {}, pg_hba = [] } = spec.pgbouncer;
  const settings = {
    ...defaults,
    ...parameters,
    ignore_startup_parameters: [
      defaults.ignore_startup_parameters,
      ...(parameters["ignore_startup_parameters"] ?? "").split(",").filter((name) => name !== ""),
    ].join(","),
    listen_addr: listen.address,
    listen_port: String(listen.port),
    unix_socket_dir: "",
    auth_hba_file: `${folder}/pg_hba.conf`,
    client_tls_cert_file: `${folder}/server/tls.crt`,
    client_tls_key_file: `${folder}/server/tls.key`,
    client_tls_ca_file: `${folder}/server/ca.crt`,
    server_tls_ca_file: `${folder}/server/ca.crt`,
    server_tls_cert_file: `${folder}/lookup/tls.crt`,
    server_tls_key_file: `${folder}/lookup/tls.key`,
  };
  return {
    "pgbouncer.ini": [
      "[databases]",
      `* = host=${server.host} port=${server.port}`,
      "[pgbouncer]",
      `pool_mode = ${poolMode}`,
      `auth_user = ${lookupUser}`,
      "auth_query = SELECT usename, passwd FROM public.user_search($1)",
      "auth_dbname = postgres",
      ...Object.entries(settings)
        .sort()
        .map(([name, value]) => `${name} = ${value}`),
      "",
    ].join("\n"),
    "pg_hba.conf": [...pg_hba, "host all all 0.0.0.0/0 md5", "host all all ::/0 md5", ""].join("\n"),
  };
}
