import { createHash } from "node:crypto";
import type { PostgresServer } from "./postgres-server.ts";
import type { DrillCheck } from "./rig.ts";

const ROW_BYTES = 128;

/** Tables of every sort that a dump has to bring back, as many bytes of them as are asked for. */
export function fillShop(postgres: PostgresServer, database: string, bytes: number): number {
  const orders = Math.round(bytes / ROW_BYTES);
  postgres.query("postgres", `create database ${database}`);
  postgres.query(
    database,
    "create table canary (id integer primary key, word text not null)",
    "insert into canary values (1, 'coal'), (2, 'Zoë'), (3, E'two\\nlines')",
    "create type state as enum ('open', 'paid')",
    `create table orders (id bigint generated always as identity primary key, state state not null default 'open',
      note text, details jsonb, placed timestamptz not null default '2026-03-05 03:00+00', sum numeric(12, 2))`,
    `insert into orders (note, details, sum)
      select md5(i::text) || md5((-i)::text), jsonb_build_object('i', i), i / 100.0 from generate_series(1, ${orders}) i`,
    "create table parcels (id integer primary key, of bigint references orders, content bytea)",
    "insert into parcels select id, id, sha256(id::text::bytea) from orders where id <= 100",
    "create index on orders (placed)",
    "create view paid as select * from orders where state = 'paid'",
  );
  return orders;
}

/** All rows of all tables in one number each, which differs when a single field does. */
export const contentOf = (postgres: PostgresServer, database: string): string =>
  ["canary", "orders", "parcels"]
    .map((table) =>
      postgres.query(
        database,
        `select '${table}', count(*), sum(hashtextextended(t::text, 0)::numeric) from ${table} t`,
      ),
    )
    .join("\n");

// As PostgreSQL writes them.
const canaryRows = ["(1,coal)", "(2,Zoë)", '(3,"two\nlines")'];

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** What a drill of it finds right. The checksum is that of the canary's rows as text, a line each, in order. */
export const checksOf = (orders: number): readonly DrillCheck[] => [
  { table: "public.orders", rows: { atLeast: orders, atMost: orders } },
  { table: "public.canary", checksum: sha256(canaryRows.join("\n")) },
];
