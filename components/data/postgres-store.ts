import { roleNames } from "../../model/database-role.ts";
import type { Database } from "../../model/database.ts";
import { leastMemory } from "../../model/postgres-memory.ts";
import { type Bytes, mebibytes } from "../../model/quantities/bytes.ts";
import { cores, millicores } from "../../model/quantities/cpu.ts";
import { scratch, size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
import { memoryParameters } from "./memory-parameters.ts";
import type { Store } from "./store.ts";

/** The user and the database that a system's own Postgres is made with. */
export const postgresUser = roleNames.owner;
export const postgresDatabase = "app";

const folder = "/var/lib/postgresql/data";
// Over TCP: while the database is first made, a server without it answers on the socket.
const ready = {
  exec: {
    command: ["pg_isready", "--host", "127.0.0.1", "--username", postgresUser, "--dbname", postgresDatabase],
  },
};

/** What a database of a few connections gets all the same. */
const smallest = mebibytes(256);

/** The least that holds so many connections: dev's runs on somebody's own machine. */
function memoryFor(connections: number): Bytes {
  const memory = leastMemory({ connections });
  if (!memory) throw new TypeError(`validation let ${connections} connections to dev's database through`);
  return memory.exceeds(smallest) ? memory : smallest;
}

/**
 * Dev's Postgres: one pod of the public image, as the user that the image made for it.
 * @param connections That it takes at once; its memory and its settings follow from them.
 * @throws TypeError for more than any memory holds: validation refuses them.
 */
export function postgresStore(
  database: Database,
  connections: number,
  password: { name: string; key: string },
): Store {
  const memory = memoryFor(connections);
  return {
    part: { name: storeServices.database.name, workload: "postgres", tier: "critical" },
    port: storeServices.database.port,
    user: { uid: 70, gid: 70 },
    size: size({ cpu: { request: millicores(50), limit: cores(1) }, memory }),
    scratch: [scratch("/tmp", mebibytes(64)), scratch("/var/run/postgresql", mebibytes(1))],
    volume: { mountPath: folder, storage: database.storage },
    stopSeconds: 60,
    container: {
      args: Object.entries(memoryParameters(memory, { connections })).flatMap(([name, value]) => [
        "-c",
        `${name}=${value}`,
      ]),
      env: [
        { name: "POSTGRES_USER", value: postgresUser },
        { name: "POSTGRES_DB", value: postgresDatabase },
        { name: "POSTGRES_PASSWORD", valueFrom: { secretKeyRef: password } },
        // The root of a volume may hold `lost+found`, and initdb wants an empty folder.
        { name: "PGDATA", value: `${folder}/pgdata` },
      ],
      startupProbe: { ...ready, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
      livenessProbe: {
        tcpSocket: { port: "store" },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      readinessProbe: { ...ready, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
    },
  };
}
