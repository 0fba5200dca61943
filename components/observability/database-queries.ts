import { counter, type DatabaseQuery, gauge, label } from "./database-query.ts";

/** Series stay few however many statements and tables an application has: the largest of them are watched. */
const largest = 20;

/**
 * What each Postgres of the platform is asked beside CloudNativePG's own queries (DB-12, DB-14, OBS-20). Those tell of
 * sessions by state, database sizes, the age of transaction numbers, replication, the archiver's counts, buffer hits and
 * settings; nothing of it is asked again.
 */
export const databaseQueries: Readonly<Record<string, DatabaseQuery>> = {
  // The operator's own count by state has standbys among it, which take no connection of `max_connections`.
  slipway_connections: {
    sql: `
SELECT (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity
         WHERE backend_type OPERATOR(pg_catalog.=) 'client backend') AS used,
  (pg_catalog.current_setting('max_connections')::pg_catalog.int8
    OPERATOR(pg_catalog.-) pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int8
    OPERATOR(pg_catalog.-) pg_catalog.current_setting('reserved_connections')::pg_catalog.int8) AS usable`,
    columns: {
      used: gauge("count", "Client connections that are open"),
      usable: gauge("count", "Client connections that roles without privileges can open together"),
    },
    rows: 1,
  },

  slipway_active_queries: {
    sql: `
SELECT pg_catalog.count(*) AS running,
  COALESCE(pg_catalog.max(GREATEST(0,
    EXTRACT(EPOCH FROM (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) query_start)))), 0)::pg_catalog.float8
    AS longest_seconds
FROM pg_catalog.pg_stat_activity
WHERE backend_type OPERATOR(pg_catalog.=) 'client backend'
  AND state OPERATOR(pg_catalog.=) 'active'
  AND pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()`,
    columns: {
      running: gauge("count", "Queries that run"),
      longest_seconds: gauge("seconds", "How long the longest of them has run"),
    },
    rows: 1,
  },

  // The operator's own query counts pairs of sessions that have to do with one lock, and not for how long.
  slipway_lock_waits: {
    sql: `
SELECT pg_catalog.count(DISTINCT pid) AS waiting,
  COALESCE(pg_catalog.max(GREATEST(0,
    EXTRACT(EPOCH FROM (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) waitstart)))), 0)::pg_catalog.float8
    AS longest_seconds
FROM pg_catalog.pg_locks
WHERE NOT granted`,
    columns: {
      waiting: gauge("count", "Sessions that wait for a lock"),
      longest_seconds: gauge("seconds", "How long the longest of them has waited"),
    },
    rows: 1,
  },

  slipway_time: {
    sql: `
SELECT active_time OPERATOR(pg_catalog./) 1000 AS active_seconds_total,
  idle_in_transaction_time OPERATOR(pg_catalog./) 1000 AS idle_in_transaction_seconds_total
FROM pg_catalog.pg_stat_database
WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()`,
    columns: {
      active_seconds_total: counter(
        "seconds",
        "Time that the database spent on statements, over all sessions",
      ),
      idle_in_transaction_seconds_total: counter(
        "seconds",
        "Time that sessions held a transaction open and did nothing, over all of them",
      ),
    },
    rows: 1,
  },

  // A statement goes by its number: its text may hold what it was asked for, and each text would be a series.
  slipway_statements: {
    sql: `
SELECT queryid::pg_catalog.text AS queryid,
  pg_catalog.sum(calls)::pg_catalog.int8 AS calls_total,
  pg_catalog.sum(total_exec_time OPERATOR(pg_catalog./) 1000) AS seconds_total,
  pg_catalog.max(max_exec_time) OPERATOR(pg_catalog./) 1000 AS slowest_seconds
FROM public.pg_stat_statements
WHERE queryid IS NOT NULL
  AND dbid OPERATOR(pg_catalog.=) (SELECT oid FROM pg_catalog.pg_database
    WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
GROUP BY queryid
ORDER BY seconds_total DESC
LIMIT ${largest}`,
    columns: {
      queryid: label("The number that pg_stat_statements has for the statement"),
      calls_total: counter("count", "How often the statement ran"),
      seconds_total: counter("seconds", "Time spent on the statement, over all of its runs"),
      slowest_seconds: gauge("seconds", "Its slowest run since the statistics began"),
    },
    rows: largest,
    // The operator makes the extension some time after the first start.
    onlyIf: `
SELECT EXISTS (
  SELECT FROM pg_catalog.pg_extension
  JOIN pg_catalog.pg_namespace ON pg_namespace.oid OPERATOR(pg_catalog.=) extnamespace
  WHERE extname OPERATOR(pg_catalog.=) 'pg_stat_statements' AND nspname OPERATOR(pg_catalog.=) 'public')
  AND pg_catalog.current_setting('shared_preload_libraries') OPERATOR(pg_catalog.~) 'pg_stat_statements' AS possible`,
  },

  // The size of a table can't be read while it is locked as a whole, as by many migrations. To wait for the lock would hold
  // up every other metric, so such a table is left out until it is free.
  slipway_tables: {
    sql: `
WITH locked AS MATERIALIZED (
  SELECT COALESCE(indrelid, relation) AS id
  FROM pg_catalog.pg_locks
  LEFT JOIN pg_catalog.pg_index ON indexrelid OPERATOR(pg_catalog.=) relation
  WHERE mode OPERATOR(pg_catalog.=) 'AccessExclusiveLock' AND relation IS NOT NULL
), free AS MATERIALIZED (
  SELECT c.oid AS id, nspname, relname
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) relnamespace
  WHERE (relkind OPERATOR(pg_catalog.=) 'r' OR relkind OPERATOR(pg_catalog.=) 'm')
    AND relpersistence OPERATOR(pg_catalog.<>) 't'
    AND nspname OPERATOR(pg_catalog.<>) 'pg_catalog' AND nspname OPERATOR(pg_catalog.<>) 'information_schema'
    AND NOT EXISTS (SELECT FROM locked WHERE locked.id OPERATOR(pg_catalog.=) c.oid)
)
SELECT free.nspname::pg_catalog.text AS schema,
  free.relname::pg_catalog.text AS table_name,
  COALESCE(pg_catalog.pg_total_relation_size(free.id), 0) AS total_bytes,
  COALESCE(pg_catalog.pg_indexes_size(free.id), 0) AS index_bytes,
  COALESCE(n_live_tup, 0) AS live_rows,
  COALESCE(n_dead_tup, 0) AS dead_rows,
  COALESCE(seq_tup_read, 0) AS scanned_rows_total
FROM free
LEFT JOIN pg_catalog.pg_stat_all_tables AS s ON s.relid OPERATOR(pg_catalog.=) free.id
ORDER BY total_bytes DESC
LIMIT ${largest}`,
    columns: {
      schema: label("Schema of the table"),
      table_name: label("Name of the table"),
      total_bytes: gauge("bytes", "Disk space of the table with its indexes"),
      index_bytes: gauge("bytes", "Disk space of its indexes alone"),
      live_rows: gauge("count", "About how many rows it has"),
      dead_rows: gauge("count", "About how many rows it holds that no one can see any more"),
      scanned_rows_total: counter("count", "Rows that were read by going through the table from end to end"),
    },
    rows: largest,
    primaryOnly: true,
  },

  // The operator counts these parts of the log; how old the oldest is says what a loss of the volumes would cost now.
  slipway_wal_archive: {
    sql: `
SELECT pg_catalog.count(*) AS waiting,
  COALESCE(pg_catalog.max(GREATEST(0,
    EXTRACT(EPOCH FROM (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) modification)))), 0)::pg_catalog.float8
    AS oldest_seconds
FROM pg_catalog.pg_ls_archive_statusdir()
WHERE name OPERATOR(pg_catalog.~) '[.]ready$'`,
    columns: {
      waiting: gauge("count", "Finished parts of the write-ahead log that are not in the archive yet"),
      oldest_seconds: gauge("seconds", "How long the oldest of them has waited"),
    },
    rows: 1,
    primaryOnly: true,
  },
};

/**
 * What makes the server keep statistics of statements: the operator loads the extension where one of its settings is made.
 * Statements that change roles or tables are left out, as their text may hold a password.
 */
export const statementStatistics = {
  "pg_stat_statements.track": "top",
  "pg_stat_statements.track_utility": "off",
} as const;
