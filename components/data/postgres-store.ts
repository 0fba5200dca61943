import { roleNames } from "../../model/database-role.ts";
import type { Database } from "../../model/database.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { cores, millicores } from "../../model/quantities/cpu.ts";
import { scratch, size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
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

/** Dev's Postgres: one pod of the public image, as the user that the image made for it. */
export function postgresStore(database: Database, password: { name: string; key: string }): Store {
  return {
    part: { name: storeServices.database.name, workload: "postgres", tier: "critical" },
    port: storeServices.database.port,
    user: { uid: 70, gid: 70 },
    size: size({ cpu: { request: millicores(50), limit: cores(1) }, memory: mebibytes(512) }),
    scratch: [scratch("/tmp", mebibytes(64)), scratch("/var/run/postgresql", mebibytes(1))],
    volume: { mountPath: folder, storage: database.storage },
    stopSeconds: 60,
    container: {
      args: ["-c", `max_connections=${database.connections}`],
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
