import type { Container } from "kubernetes-types/core/v1.d.ts";
import { type Database, postgresDisk } from "../../model/database.ts";
import type { PlatformImageName } from "../../model/platform-image.ts";
import { type Bytes, gibibytes } from "../../model/quantities/bytes.ts";
import { cores, millicores } from "../../model/quantities/cpu.ts";
import { type ScratchFolder, scratch, type Size, size } from "../../model/size.ts";
import { resourceRequirements } from "../workloads/resources.ts";
import { scratchVolumes } from "../workloads/scratch-volumes.ts";
import { containerSecurityContext } from "../workloads/security-context.ts";

/** Who the server runs as: the user of CloudNativePG's images, since initdb wants one with a name. */
export const serverUser = { uid: 26, gid: 26 };

const folder = "/var/lib/scratch";
const port = 5432;

/** Any database of the server; it lets in whoever comes from its own pod, and listens to nobody else. */
export const scratchAddress = `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;

/** What a server may use for a database that the platform does not size. */
const elsewhere = size({
  cpu: { request: millicores(250), limit: cores(1) },
  memory: gibibytes(1),
  disk: postgresDisk,
});

/** The image of a server that takes a database's dump: of its own major version, or the next one that there is. */
export const serverImages = {
  15: "postgres-cluster",
  16: "postgres-cluster",
  17: "postgres-17",
} as const satisfies Record<Database["version"], PlatformImageName>;

/** As much as the real one (BDR-11). It does not wait for its disk, so what a drill takes is the least that a recovery does. */
export const serverSize = (database: Database): Size =>
  database.kind === "platform" ? database.size : elsewhere;

/** How large a database may be that a drill restores. */
export const serverRoom = (database: Database): Bytes =>
  (database.kind === "external" ? database.drillStorage : undefined) ?? database.storage;

/** Room for all of the database and for the log that writing it makes, on the disk of the node. */
export const serverScratch = (database: Database): readonly ScratchFolder[] => [
  scratch(folder, serverRoom(database).plus(gibibytes(2))),
];

// What is kept here is thrown away within hours, and the largest part of what a node's memory can share is 64 MiB.
const settings = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "dynamic_shared_memory_type=mmap",
  "wal_level=minimal",
  "max_wal_senders=0",
  "max_wal_size=1GB",
  "fsync=off",
  "full_page_writes=off",
  "autovacuum=off",
];

/** Makes a server the first time, and starts it; after a crash the same one again. */
const program = [
  '[ -s "$PGDATA/PG_VERSION" ] || initdb --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync',
  'exec postgres "$@"',
].join("\n");

/** An empty server of the drill's own beside it, which goes when the drill has ended. */
export function scratchServer(database: Database, image: string): Container {
  const room = serverScratch(database);
  return {
    name: "scratch-server",
    image,
    imagePullPolicy: "IfNotPresent",
    restartPolicy: "Always",
    command: ["sh", "-ec", program, "scratch-server", ...settings.flatMap((each) => ["-c", each])],
    env: [{ name: "PGDATA", value: `${folder}/data` }],
    startupProbe: {
      exec: { command: ["pg_isready", "--host", "127.0.0.1", "--port", String(port)] },
      periodSeconds: 1,
      timeoutSeconds: 2,
      failureThreshold: 120,
    },
    resources: resourceRequirements(serverSize(database), room),
    securityContext: containerSecurityContext(),
    volumeMounts: scratchVolumes(room).volumeMounts,
  };
}
