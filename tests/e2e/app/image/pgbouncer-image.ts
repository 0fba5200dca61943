import { DebianRoot } from "./debian-root.ts";
import { folder, foundation } from "./entries.ts";
import { type ContainerImage, containerImage, layer } from "./image.ts";

/** As whom the operator lets it run. */
const account = { uid: 998, gid: 996, name: "pgbouncer", home: "/" };

/** PgBouncer's place in Debian's packages. */
export const pgbouncerProgram = "usr/sbin/pgbouncer";

/** PgBouncer 1.24: the first Debian release whose own knows statements that are prepared by name. */
export const pgbouncerPackages = (): Promise<DebianRoot> =>
  DebianRoot.ofRelease("trixie", [
    "pgbouncer",
    "libevent-2.1-7t64",
    "libcares2",
    "libssl3t64",
    "libsystemd0",
    "libpam0g",
    "libc6",
  ]);

/** A PgBouncer, without the operator's program that writes its settings in the real one. */
export function pgbouncerImage(packages: DebianRoot, shell: DebianRoot): ContainerImage {
  const programs = layer([
    ...["usr", "usr/sbin"].map((path) => folder(path)),
    packages.file(pgbouncerProgram),
    ...packages.libraries([packages.path(pgbouncerProgram)]),
  ]);
  return containerImage([programs, layer(shell.shell()), layer(foundation([account]))], {
    User: `${account.uid}:${account.gid}`,
    Env: ["PATH=/usr/sbin:/usr/bin:/bin"],
    WorkingDir: "/",
    // Lets transactions end; on the default it would wait for every client to leave by itself.
    StopSignal: "SIGINT",
  });
}
