import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CoreV1Api,
  type Informer,
  KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  makeInformer,
  type ObjectCache,
  StorageV1Api,
} from "@kubernetes/client-node";
import { provision } from "./provisioner.ts";

// The program that provisions volumes: main.ts <kubeconfig> <folder of the volumes> <port of its health check>.

const PAUSE_MILLISECONDS = 200;
const RETRY_MILLISECONDS = 1000;

const [kubeconfigFile = "", root = "", port = ""] = process.argv.slice(2);
const configuration = new KubeConfig();
configuration.loadFromFile(kubeconfigFile);
const core = configuration.makeApiClient(CoreV1Api);
const storage = configuration.makeApiClient(StorageV1Api);

let changes = 0;

async function watched<T extends KubernetesObject>(
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
): Promise<ObjectCache<T>> {
  const informer: Informer<T> & ObjectCache<T> = makeInformer<T>(configuration, path, list);
  for (const verb of ["add", "update", "delete"] as const)
    informer.on(verb, () => {
      changes++;
    });
  informer.on("error", (error: unknown) => {
    say(`watching ${path} ended: ${String(error)}`);
    setTimeout(() => void informer.start(), RETRY_MILLISECONDS);
  });
  await informer.start();
  return informer;
}

const claims = await watched("/api/v1/persistentvolumeclaims", () =>
  core.listPersistentVolumeClaimForAllNamespaces(),
);
const volumes = await watched("/api/v1/persistentvolumes", () => core.listPersistentVolume());
const classes = await watched("/apis/storage.k8s.io/v1/storageclasses", () => storage.listStorageClass());

createServer((_request, response) => {
  response.end("ok\n");
}).listen(Number(port), "127.0.0.1");

let done = -1;
for (;;) {
  await sleep(PAUSE_MILLISECONDS);
  if (changes === done) continue;
  const seen = changes;
  try {
    await provision(
      { claims: claims.list(), volumes: volumes.list(), classes: classes.list() },
      { api: core, root, say },
    );
    done = seen;
  } catch (error) {
    say(`will try again: ${String(error)}`);
    await sleep(RETRY_MILLISECONDS);
  }
}

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
