import { databasePassword } from "../backup/postgres-server.ts";
import type { MigrationRig } from "./rig.ts";

/** Databases as Supabase has them: what comes into their schema is everybody's on the internet. */
export class SupabaseDatabases {
  readonly #rig: MigrationRig;
  #made = 0;

  constructor(rig: MigrationRig) {
    this.#rig = rig;
    for (const role of ["anon", "authenticated", "service_role", "visitor"])
      rig.postgres.query("postgres", `create role ${role} login password '${databasePassword}'`);
    rig.postgres.query("postgres", "alter role service_role bypassrls");
  }

  /** Makes an empty one. @returns its name */
  another(): string {
    this.#made += 1;
    const name = `crb_${this.#made}`;
    this.#rig.postgres.query("postgres", `create database ${name}`);
    for (const kind of ["functions", "tables"])
      this.#rig.postgres.query(
        name,
        `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role`,
      );
    return name;
  }
}
