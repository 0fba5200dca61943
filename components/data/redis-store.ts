import type { Cache } from "../../model/cache.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { scratch, size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
import { cacheUsersKeys } from "../secrets/cache-secrets.ts";
import { contentName } from "../workloads/content-name.ts";
import { redisConfiguration, redisConfigurationFile, redisPlaces } from "./redis-configuration.ts";
import { redisContainerMemory } from "./redis-memory.ts";
import { redisMonitor } from "./redis-users.ts";
import type { Store } from "./store.ts";

const startPeriod = 2;

/**
 * How long it may read what it keeps before it counts as failed. Small counters take longest: 0.08 s a mebibyte on a whole
 * CPU, of which it has half.
 */
const secondsToStart = ({ memory }: Cache): number => 60 + memory.count / 2 ** 21;

/** The folder of the files that a Redis reads. */
export const configurationFolder = "/etc/redis/configuration";

/**
 * A system's Redis: one pod of the public image, as the user that the image made for it.
 * @param users Name of the Secret that it knows its users by.
 */
export function redisStore(cache: Cache, users: string): Store {
  const { name, port } = storeServices.cache;
  // Its password is read from the environment: one on a command line is seen by whoever lists processes.
  const ping = { exec: { command: ["redis-cli", "-e", "--user", redisMonitor, "ping"] } };
  const data = { [redisConfigurationFile]: redisConfiguration(cache) };
  return {
    part: { name, workload: "redis", tier: "critical" },
    port,
    user: { uid: 999, gid: 1000 },
    size: size({
      cpu: { request: millicores(50), limit: millicores(500) },
      memory: redisContainerMemory(cache.memory),
    }),
    scratch: [scratch("/tmp", mebibytes(16))],
    volume: { mountPath: redisPlaces.data, storage: cache.storage },
    configuration: { name: contentName(name, data), data, folder: configurationFolder },
    secretFile: { secret: users, key: cacheUsersKeys.users, folder: redisPlaces.users },
    stopSeconds: 30,
    container: {
      command: ["redis-server", `${configurationFolder}/${redisConfigurationFile}`],
      env: [
        {
          name: "REDISCLI_AUTH",
          valueFrom: { secretKeyRef: { name: users, key: cacheUsersKeys.password } },
        },
      ],
      startupProbe: {
        ...ping,
        periodSeconds: startPeriod,
        timeoutSeconds: 2,
        failureThreshold: Math.ceil(secondsToStart(cache) / startPeriod),
      },
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
