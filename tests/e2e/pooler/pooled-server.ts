import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseAddress } from "../../../components/data/database-address.ts";
import { poolerSpec } from "../../../components/data/pooler-spec.ts";
import { postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import { roleNames } from "../../../model/database-role.ts";
import type { DatabasePath, PlatformPostgres } from "../../../model/database.ts";
import { issueCertificate, makeAuthority } from "../../../toolchain/cluster/pki.ts";
import { pgbouncerPackages, pgbouncerProgram } from "../app/image/pgbouncer-image.ts";
import { installed, postgresPrograms } from "../app/image/postgres/postgres-programs.ts";
import { end, freePort, listening } from "../backup/child-process.ts";
import { PostgresServer } from "../backup/postgres-server.ts";
import { hostRules, lookupStatements, lookupUser } from "../operators/cloudnative-pg/password-lookup.ts";
import { pgbouncerFiles } from "../operators/cloudnative-pg/pgbouncer-files.ts";
import { giveTree, serverUser } from "./given-folder.ts";

/** The password of the application's user. */
export const rightPassword = "right-password";

/** A PostgreSQL and a PgBouncer of this machine, set as a database of the platform's is, which speak nothing but TLS. */
export class PooledServer {
  readonly #folder: string;
  readonly #postgres: PostgresServer;
  readonly #database: PlatformPostgres;
  readonly #poolers: ChildProcess[] = [];

  private constructor(folder: string, postgres: PostgresServer, database: PlatformPostgres) {
    this.#folder = folder;
    this.#postgres = postgres;
    this.#database = database;
  }

  static async start(database: PlatformPostgres): Promise<PooledServer> {
    const folder = mkdtempSync(join(tmpdir(), "slipway-pooler-"));
    chmodSync(folder, 0o755);
    await makeCertificates(join(folder, "certificates"));
    const postgres = await PostgresServer.start(
      join(await postgresPrograms(), installed, "bin"),
      join(folder, "postgres"),
    );
    const spec = postgresClusterSpec(database, {
      ...{ cluster: { kind: "first" }, image: "", secret: "", priorityClass: "", labels: {} },
    });
    postgres.query(
      "postgres",
      ...Object.values(roleNames).map((name) => `create role ${name} login password '${rightPassword}'`),
      "create database app owner app",
      ...lookupStatements,
      ...["ssl = on", `max_connections = ${spec.postgresql.parameters["max_connections"]}`].map(
        (setting) => `alter system set ${setting}`,
      ),
      "alter system set ssl_ca_file = 'ca.crt'",
    );
    await postgres.down();
    const data = join(folder, "postgres", "data");
    for (const [from, to] of [
      ["tls.crt", "server.crt"],
      ["tls.key", "server.key"],
      ["ca.crt", "ca.crt"],
    ] as const)
      copyFileSync(join(folder, "certificates", "server", from), join(data, to));
    // Whoever runs the tests asks by a port too, as nobody is inside a pod here.
    const ours = ["hostnossl all postgres 127.0.0.1/32 scram-sha-256", ...spec.postgresql.pg_hba];
    writeFileSync(join(data, "pg_hba.conf"), hostRules(ours, "trust"));
    giveTree(data);
    await postgres.up();
    return new PooledServer(folder, postgres, database);
  }

  /**
   * Starts a PgBouncer with the rendered settings, and gives the address that a service gets for it.
   * @param changed Settings in which it differs.
   */
  async pooled(changed: Readonly<Record<string, string>> = {}): Promise<string> {
    const packages = await pgbouncerPackages();
    const port = await freePort();
    const place = join(this.#folder, `pgbouncer-${port}`);
    mkdirSync(place);
    const { pgbouncer } = poolerSpec(this.#database, {
      ...{ name: "", cluster: "", direct: 0, image: "", priorityClass: "", labels: {} },
    });
    const parameters = { ...pgbouncer.parameters, ...changed };
    const files = pgbouncerFiles(
      { spec: { cluster: { name: "" }, pgbouncer: { ...pgbouncer, parameters } } },
      {
        folder: place,
        listen: { address: "127.0.0.1", port },
        server: { host: "127.0.0.1", port: this.#postgres.port },
      },
    );
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
    for (const name of ["server", "lookup"]) {
      mkdirSync(join(place, name));
      for (const file of ["tls.crt", "tls.key", "ca.crt"])
        copyFileSync(join(this.#folder, "certificates", name, file), join(place, name, file));
    }
    giveTree(place);
    const log = openSync(join(place, "log"), "a");
    const server = spawn(
      packages.loader(),
      [
        ...["--library-path", packages.libraryPath(), packages.path(pgbouncerProgram)],
        join(place, "pgbouncer.ini"),
      ],
      { ...serverUser, cwd: place, stdio: ["ignore", log, log] },
    );
    closeSync(log);
    this.#poolers.push(server);
    await listening(port, server, () => readFileSync(join(place, "log"), "utf8"));
    return this.#address("pooled", port);
  }

  /** The address that a service gets for the way past the pooler. */
  direct(): string {
    return this.#address("direct", this.#postgres.port);
  }

  /** The address for the superuser, who asks by a port as nobody is inside a pod here. */
  administration = (): string => this.#postgres.address("app");

  /** Runs statements as the superuser. */
  administer = (...statements: readonly string[]): string => this.#postgres.query("app", ...statements);

  /** Ends every PgBouncer, and with it its sessions. */
  async endPoolers(): Promise<void> {
    for (const pooler of this.#poolers.splice(0)) await end(pooler, "SIGKILL");
  }

  async stop(): Promise<void> {
    await this.endPoolers();
    await this.#postgres.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** As it stands in the Secret, but for the place. */
  #address(path: DatabasePath, port: number): string {
    const address = new URL(
      databaseAddress("first", path, { user: roleNames.owner, password: rightPassword }),
    );
    address.host = `127.0.0.1:${port}`;
    return address.toString();
  }
}

/** What the operator makes for a cluster: a certificate of its server's, and one of PgBouncer's user. */
async function makeCertificates(folder: string): Promise<void> {
  const authority = await makeAuthority(join(folder, "authority"), "ca");
  for (const [name, commonName, hosts] of [
    ["server", "database-rw", ["database-rw", "127.0.0.1"]],
    ["lookup", lookupUser, []],
  ] as const) {
    const { certificate, key } = await issueCertificate(authority, { name, commonName, hosts });
    mkdirSync(join(folder, name), { recursive: true });
    copyFileSync(certificate, join(folder, name, "tls.crt"));
    copyFileSync(key, join(folder, name, "tls.key"));
    copyFileSync(authority.certificate, join(folder, name, "ca.crt"));
  }
}
