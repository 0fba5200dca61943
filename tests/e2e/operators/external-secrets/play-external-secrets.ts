import { ApiError, type ApiServer } from "../api-server.ts";
import { type Controller, runController } from "../controller.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { now } from "../now.ts";
import { cleanupFinalizer, failureEvent, syncStatus, withFinalizers } from "./external-secret-status.ts";
import { isDue } from "./refresh.ts";
import type { SecretStores } from "./secret-store.ts";
import {
  type ExternalSecret,
  isIntact,
  managedLabel,
  secretNameOf,
  SyncError,
  syncedSecret,
} from "./synced-secret.ts";

const apiVersion = "external-secrets.io/v1";
const kind = "ExternalSecret";

/**
 * Plays the External Secrets operator: an ExternalSecret becomes a Secret with values from the stores given.
 * @param stores What they hold at the time of asking, so that a test can change it.
 * @returns What ends it.
 */
export function playExternalSecrets(
  api: ApiServer,
  stores: () => SecretStores,
  say: (line: string) => void,
): Promise<() => Promise<void>> {
  const controller: Controller<ExternalSecret> = {
    watched: { apiVersion, kind },
    // A Secret that somebody edits or deletes is made again.
    related: [{ apiVersion: "v1", kind: "Secret", labelSelector: `${managedLabel}=true`, ownerOf }],
    reconcile: (external) => synchronise(api, external, stores()),
  };
  return runController(api, controller, say);
}

const ownerOf = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.ownerReferences?.find((owner) => owner.kind === kind)?.name;

async function synchronise(api: ApiServer, external: ExternalSecret, stores: SecretStores): Promise<void> {
  const manager = "external-secrets";
  if (external.metadata.deletionTimestamp !== undefined) {
    await unlessGone(api.apply(withFinalizers(external, []), { manager }));
    return;
  }
  await unlessGone(api.apply(withFinalizers(external, [cleanupFinalizer]), { manager }));
  if (!isDue(external, now()) && (await isThere(api, external))) return;
  const failure = await attempt(() => writeSecret(api, external, stores));
  const at = now();
  const status = syncStatus(external, failure?.condition, at);
  if (status !== undefined)
    await unlessGone(api.apply(status, { manager: `${manager}-status`, subresource: "status" }));
  if (failure === undefined) return;
  if (status !== undefined) await api.apply(failureEvent(external, failure.message, at), { manager });
  // So that it is tried again: what is missing may be there in a moment.
  throw failure;
}

/** Whether its Secret is as the operator has left it. */
async function isThere(api: ApiServer, external: ExternalSecret): Promise<boolean> {
  const { namespace } = external.metadata;
  const secret = await api.read({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secretNameOf(external), ...(namespace === undefined ? {} : { namespace }) },
  });
  return secret !== undefined && isIntact(secret);
}

async function writeSecret(api: ApiServer, external: ExternalSecret, stores: SecretStores): Promise<void> {
  const existing = await api.list("external-secrets.io/v1", "ClusterSecretStore");
  const secret = syncedSecret(external, stores, new Set(existing.map(({ metadata }) => metadata.name)));
  const before = await api.read(secret);
  const owner = before?.metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner?.kind === kind && owner.name !== external.metadata.name) {
    const owned = "target is owned by another ExternalSecret";
    throw new SyncError(owned, `${owned}: ${owner.name}`);
  }
  try {
    await api.apply(secret, { manager: `externalsecrets.external-secrets.io/${external.metadata.name}` });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const immutable = before?.["immutable"] === true ? ", target is immutable" : "";
    throw new SyncError(
      `could not update secret${immutable}`,
      `unable to update secret ${secretNameOf(external)}: ${error.message}`,
    );
  }
}

async function attempt(work: () => Promise<void>): Promise<SyncError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
}

/**
 * An object may be deleted while one works on it, and then nothing is left to do. One that changed meanwhile is looked at
 * again.
 */
async function unlessGone(applied: Promise<unknown>): Promise<void> {
  try {
    await applied;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}
