import { roleNames } from "../../../model/database-role.ts";
import { good, releaseOf } from "../database-roles/release.ts";
import { RoledServer } from "../database-roles/roled-server.ts";
import { type EndedStep } from "../migrations/played-pod.ts";
import { MigrationRig } from "../migrations/rig.ts";
import { databasePassword } from "./postgres-server.ts";

/** A database that a system's migration has prepared, in a server of its own. */
export interface MigratedDatabase {
  /** The address that the system's dump has. */
  readonly address: string;
  /** The role that owns it. */
  readonly owner: string;
  /** Asks as the server's superuser. */
  readonly ask: (...statements: readonly string[]) => string;
  /** What runs before the tool of each migration. @throws Error when it does not end well. */
  readonly migrate: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The database of one of the platform's clusters, which a role for reading dumps. */
export async function clusterDatabase(system: string): Promise<MigratedDatabase> {
  const server = await RoledServer.start(system);
  const name = server.newDatabase();
  return {
    address: server.addressOf("read-only", name),
    owner: roleNames.owner,
    ask: (...statements) => server.ask(name, ...statements),
    migrate: async () => {
      endedWell(await server.admit(name, "a"));
    },
    stop: server.stop,
  };
}

/** A provider's, whose one role for us is no superuser, and which hands out rights and row level security of its own. */
export async function providedDatabase(system: string): Promise<MigratedDatabase> {
  const rig = await MigrationRig.start(system);
  const [name, role] = ["project", "customer"];
  rig.postgres.query(
    "postgres",
    ...["anon", "authenticated", "service_role"].map((each) => `create role ${each}`),
    `create role ${role} login password '${databasePassword}'`,
    `create database ${name} owner ${role}`,
  );
  const address = rig.addressAs(role, name);
  rig.postgres.query(
    name,
    `alter default privileges for role ${role} in schema public grant all on tables to anon, authenticated`,
    "create schema provider",
    `create function provider.secure() returns event_trigger language plpgsql as $$
      declare made record;
      begin
        for made in select object_identity from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' loop
          execute format('alter table %s enable row level security', made.object_identity);
        end loop;
      end $$`,
    "create event trigger secured on ddl_command_end execute function provider.secure()",
  );
  return {
    address,
    owner: role,
    ask: (...statements) => rig.postgres.query(name, ...statements),
    migrate: async () => {
      endedWell(await rig.admitAt(address, releaseOf("a")));
    },
    stop: () => rig.stop(),
  };
}

function endedWell(ended: EndedStep): void {
  if (ended.code !== good.code) throw new Error(`the migration ended with ${ended.code}: ${ended.said}`);
}
