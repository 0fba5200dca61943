import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { scratch, size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
import type { Qdrant } from "../../model/vector-store.ts";
import type { Store } from "./store.ts";

const folder = "/qdrant/storage";

/** A system's Qdrant: one pod that keeps everything, its start-up marker too, on its volume. */
export function qdrantStore({ storage }: Qdrant): Store {
  const get = (path: string) => ({ httpGet: { path, port: "store" }, periodSeconds: 10, timeoutSeconds: 2 });
  return {
    part: { name: storeServices.vectorStore.name, workload: "vector-store", tier: "standard" },
    port: storeServices.vectorStore.port,
    user: { uid: 1000, gid: 1000 },
    size: size({ cpu: { request: millicores(100), limit: millicores(1000) }, memory: mebibytes(512) }),
    scratch: [scratch("/tmp", mebibytes(64))],
    volume: { mountPath: folder, storage },
    stopSeconds: 60,
    container: {
      env: [
        { name: "QDRANT__SERVICE__HTTP_PORT", value: String(storeServices.vectorStore.port) },
        { name: "QDRANT__STORAGE__STORAGE_PATH", value: folder },
        { name: "QDRANT__STORAGE__SNAPSHOTS_PATH", value: `${folder}/snapshots` },
        { name: "QDRANT__TELEMETRY_DISABLED", value: "true" },
        { name: "QDRANT_INIT_FILE_PATH", value: `${folder}/.qdrant-initialized` },
      ],
      startupProbe: { ...get("/readyz"), periodSeconds: 2, failureThreshold: 60 },
      livenessProbe: { ...get("/livez"), failureThreshold: 3 },
      readinessProbe: { ...get("/readyz"), failureThreshold: 3 },
    },
  };
}
