/**
 * The library that a process speaks to Postgres with. An address says the same to all of them but for a few parameters:
 * `libpq` and what is made of it (psycopg, psql, pg_dump), and asyncpg, need none; node-postgres, which Drizzle, Knex and Prisma
 * 7 stand on, reads `sslmode` in its own way; Prisma up to 6 has an engine and a pool of its own.
 */
export type DatabaseDriver = "libpq" | "asyncpg" | "node-postgres" | "prisma";

/**
 * What a driver must be told in an address, beside where the database is and that it is spoken to by TLS.
 * @param pool Connections that one process opens at the most.
 */
export function driverParameters(driver: DatabaseDriver, pool: number): Readonly<Record<string, string>> {
  switch (driver) {
    case "libpq":
    case "asyncpg":
      return {};
    case "node-postgres":
      // Without it `sslmode=require` means a certificate of a public authority, which no operator's own is.
      return { uselibpqcompat: "true" };
    case "prisma":
      // It would open as many as the node has processors, twice and one, whatever was declared. What it does not know it passes over.
      return { connection_limit: String(pool), ...driverParameters("node-postgres", pool) };
  }
}

/** The variable that holds the address alone, where a driver needs more: the variable itself adds it (`$(…_BASE)&…`). */
export const baseVariable = (variable: string): string => `${variable}_BASE`;
