/** As whom the operator's PgBouncer looks passwords up. Its certificate is all that it has. */
export const lookupUser = "cnpg_pooler_pgbouncer";

/** What the operator does in the `postgres` database of a cluster with a pooler. It may be done again. */
export const lookupStatements = [
  `DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${lookupUser}') THEN
      CREATE ROLE ${lookupUser} WITH LOGIN;
    END IF;
  END $$`,
  `GRANT CONNECT ON DATABASE postgres TO ${lookupUser}`,
  `CREATE OR REPLACE FUNCTION public.user_search(uname text)
    RETURNS TABLE (usename name, passwd text)
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS 'SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename = $1'`,
  "REVOKE ALL ON FUNCTION public.user_search(text) FROM public",
  `GRANT EXECUTE ON FUNCTION public.user_search(text) TO ${lookupUser}`,
] as const;

/**
 * Who may connect to a cluster, as the operator has it: from inside the pod, by the certificate of PgBouncer's user, as the
 * cluster itself says, and last whoever has a password.
 * @param inside How whoever is in the pod is let in; the operator's own maps users, the played image trusts.
 */
export const hostRules = (own: readonly string[], inside: string): string =>
  [
    `local all all ${inside}`,
    `hostssl all ${lookupUser} all cert`,
    ...own,
    "host all all all scram-sha-256",
    "",
  ].join("\n");
