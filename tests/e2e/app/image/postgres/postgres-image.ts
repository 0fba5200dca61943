import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DebianRoot } from "../debian-root.ts";
import { copyTree, folder, foundation, text } from "../entries.ts";
import { type Blob, type ContainerImage, containerImage, layer } from "../image.ts";
import type { Entry } from "../tar.ts";
import { bundled, installed, postgresPrograms } from "./postgres-programs.ts";

const own = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// The programs look for their own libraries three folders up, and for their data beside themselves.
const home = `usr/lib/${installed}`;

/** Where an image with these layers looks for programs. */
export const searchPath = `/usr/local/bin:/${home}/bin:/usr/bin:/bin`;

const forDevelopers = /\.a$|\/(?:include|pkgconfig|pgxs|ecpg|lib(?:ecpg|pgtypes)[^/]*)$/;
// Languages that take an interpreter.
const ofLanguages = /\/[^/]*pl(?:perl|python3|tcl)u?\.so$/;
// The package holds PostgreSQL 18 as well.
const ofAnotherRelease = /\.so\.\d+\.18$/;

/** The layers that every PostgreSQL image has in common. */
export interface PostgresLayers {
  readonly server: Blob;
  readonly shell: Blob;
}

export async function postgresLayers(debian: DebianRoot): Promise<PostgresLayers> {
  const packages = await postgresPrograms();
  return { server: layer(serverEntries(debian, packages)), shell: layer(debian.shell()) };
}

/** A PostgreSQL 16 whose server runs as this user, with the contract of the public image. */
export function postgresImage({ server, shell }: PostgresLayers, uid: number): ContainerImage {
  const data = "var/lib/postgresql/data";
  const entries = [
    ...foundation([{ uid, gid: uid, name: "postgres", home: "/var/lib/postgresql" }]),
    ...["docker-entrypoint-initdb.d", "var/lib", "var/run"].map((path) => folder(path)),
    ...["var/lib/postgresql", data, "var/run/postgresql"].map((path) => folder(path, 0o700, uid)),
    text("usr/local/bin/docker-entrypoint.sh", readFileSync(own("docker-entrypoint.sh"), "utf8"), 0o755),
  ];
  return containerImage([server, shell, layer(entries)], {
    User: `${uid}:${uid}`,
    Env: [`PATH=${searchPath}`, "LANG=C.UTF-8", "PG_MAJOR=16", `PGDATA=/${data}`],
    Entrypoint: ["docker-entrypoint.sh"],
    Cmd: ["postgres"],
    WorkingDir: "/",
    // Ends open sessions and shuts down in order; the default would wait for the sessions to end by themselves.
    StopSignal: "SIGINT",
  });
}

function serverEntries(debian: DebianRoot, packages: string): Entry[] {
  const programs = [
    "postgres",
    "psql",
    "initdb",
    "pg_isready",
    "pg_ctl",
    "pg_dump",
    "pg_restore",
    "pg_basebackup",
  ];
  return [
    ...["usr", "usr/lib", dirname(home)].map((path) => folder(path)),
    ...copyTree(
      home,
      join(packages, installed),
      (path) => !forDevelopers.test(path) && !ofLanguages.test(path),
    ),
    ...copyTree(`usr/lib/${bundled}`, join(packages, bundled), (path) => !ofAnotherRelease.test(path)),
    ...debian.libraries(
      programs.map((name) => join(packages, installed, "bin", name)),
      packages,
    ),
    folder("usr/lib/locale"),
    ...debian.tree("usr/lib/locale/C.utf8"),
  ];
}
