import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { scratch, size } from "../../model/size.ts";
import { storeServices } from "../../model/store-services.ts";
import type { Qdrant } from "../../model/vector-store.ts";
import type { Store } from "./store.ts";

const folder = "/qdrant/storage";
const snapshots = "/qdrant/snapshots";

/**
 * A system's Qdrant: one pod that keeps everything, its start-up marker too, on its volume. Snapshots lie on another while they
 * are fetched, with room for a copy of all that the first can hold (BDR-03). It asks for a key everywhere but at `/`, `/healthz`,
 * and what begins with `/readyz` or `/livez`, so probes need none: `api_key_whitelist` in `src/actix/mod.rs` of v1.16.2.
 */
export function qdrantStore({ storage, memory }: Qdrant, key: { name: string; key: string }): Store {
  const get = (path: string) => ({ httpGet: { path, port: "store" }, periodSeconds: 10, timeoutSeconds: 2 });
  return {
    part: { name: storeServices.vectorStore.name, workload: "vector-store", tier: "standard" },
    port: storeServices.vectorStore.port,
    user: { uid: 1000, gid: 1000 },
    size: size({ cpu: { request: millicores(100), limit: millicores(1000) }, memory }),
    scratch: [scratch("/tmp", mebibytes(64))],
    volume: { mountPath: folder, storage },
    snapshots: { mountPath: snapshots, storage },
    stopSeconds: 60,
    container: {
      env: [
        { name: "QDRANT__SERVICE__HTTP_PORT", value: String(storeServices.vectorStore.port) },
        { name: "QDRANT__SERVICE__API_KEY", valueFrom: { secretKeyRef: key } },
        { name: "QDRANT__STORAGE__STORAGE_PATH", value: folder },
        { name: "QDRANT__STORAGE__SNAPSHOTS_PATH", value: `${snapshots}/kept` },
        // What a snapshot is made of, and what one is taken apart into; by default that lies beside the data.
        { name: "QDRANT__STORAGE__TEMP_PATH", value: snapshots },
        { name: "QDRANT__TELEMETRY_DISABLED", value: "true" },
        { name: "QDRANT_INIT_FILE_PATH", value: `${folder}/.qdrant-initialized` },
      ],
      startupProbe: { ...get("/readyz"), periodSeconds: 2, failureThreshold: 60 },
      livenessProbe: { ...get("/livez"), failureThreshold: 3 },
      readinessProbe: { ...get("/readyz"), failureThreshold: 3 },
    },
  };
}
