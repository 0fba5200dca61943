import type { Cache } from "../../model/cache.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { scratch, size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
import type { Store } from "./store.ts";

/** A system's Redis: one pod of the public image, as the user that the image made for it. */
export function redisStore(cache: Cache, password: { name: string; key: string }): Store {
  const ping = { exec: { command: ["redis-cli", "-e", "ping"] } };
  return {
    part: { name: storeServices.cache.name, workload: "redis", tier: "critical" },
    port: storeServices.cache.port,
    user: { uid: 999, gid: 1000 },
    // A snapshot forks the process, and pages that change meanwhile are held twice.
    size: size({ cpu: { request: millicores(50), limit: millicores(500) }, memory: cache.memory.times(2) }),
    scratch: [scratch("/tmp", mebibytes(16))],
    volume: { mountPath: "/data", storage: cache.storage },
    stopSeconds: 30,
    container: {
      command: ["redis-server"],
      args: [
        ...["--requirepass", "$(REDISCLI_AUTH)"],
        ...["--maxmemory", String(cache.memory.count)],
        ...["--maxmemory-policy", cache.eviction],
        ...["--maxclients", String(cache.connections)],
        ...["--appendonly", "yes"],
      ],
      env: [{ name: "REDISCLI_AUTH", valueFrom: { secretKeyRef: password } }],
      startupProbe: { ...ping, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
      livenessProbe: {
        tcpSocket: { port: "store" },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
      },
      readinessProbe: { ...ping, periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 },
    },
  };
}
