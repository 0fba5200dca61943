import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianPackages, runFrom } from "../../../toolchain/cluster/debian.ts";
import { end, freePort, listening } from "./child-process.ts";
import { databasePassword, type PostgresServer } from "./postgres-server.ts";
import { give, serverUser } from "./unprivileged.ts";

const packages = ["pgbouncer", "libevent-2.1-7", "libc-ares2", "libssl3", "libsystemd0"];

/** A real PgBouncer in transaction mode before a server of this machine. */
export class Pooler {
  readonly #port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, process: ChildProcess) {
    this.#port = port;
    this.#process = process;
  }

  static async start(postgres: PostgresServer, folder: string): Promise<Pooler> {
    const debian = await debianPackages(packages);
    const port = await freePort();
    const settings = join(folder, "pgbouncer.ini");
    const users = join(folder, "users");
    writeFileSync(users, `"postgres" "${databasePassword}"\n`, { mode: 0o600 });
    writeFileSync(
      settings,
      [
        "[databases]",
        `* = host=127.0.0.1 port=${postgres.port}`,
        "[pgbouncer]",
        ...["listen_addr = 127.0.0.1", `listen_port = ${port}`, "unix_socket_dir ="],
        ...["auth_type = plain", `auth_file = ${users}`, "pool_mode = transaction"],
      ].join("\n"),
    );
    for (const file of [settings, users]) give(file, serverUser);
    const server = spawn(join(debian, "usr/sbin/pgbouncer"), [settings], {
      ...serverUser,
      cwd: folder,
      env: { ...process.env, ...runFrom(debian) },
      stdio: "ignore",
    });
    await listening(port, server, () => "pgbouncer did not start");
    return new Pooler(port, server);
  }

  address(database: string): string {
    return `postgresql://postgres:${databasePassword}@127.0.0.1:${this.#port}/${database}?sslmode=disable`;
  }

  stop(): Promise<void> {
    return end(this.#process, "SIGKILL");
  }
}
