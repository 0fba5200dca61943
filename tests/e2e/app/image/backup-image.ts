import { copy, folder, foundation } from "./entries.ts";
import { type ContainerImage, containerImage, layer } from "./image.ts";
import { type PostgresLayers, searchPath } from "./postgres/postgres-image.ts";

const programPath = "usr/local/bin/slipway-backup";

/** The image of images/backup/Containerfile, on this suite's PostgreSQL: its client programs, and the real program. */
export function backupImage({ server, shell }: PostgresLayers, program: string): ContainerImage {
  const owner = 65532;
  const entries = [
    ...foundation([{ uid: owner, gid: owner, name: "backup", home: "/" }]),
    folder("usr/local/bin"),
    copy(programPath, program, 0o755),
  ];
  return containerImage([server, shell, layer(entries)], {
    User: `${owner}:${owner}`,
    Env: [`PATH=${searchPath}`, "LANG=C.UTF-8"],
    Entrypoint: ["slipway-backup"],
    WorkingDir: "/",
  });
}
