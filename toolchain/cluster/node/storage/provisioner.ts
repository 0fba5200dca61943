import { chmodSync, mkdirSync, rmSync } from "node:fs";
import {
  ApiException,
  type CoreV1Api,
  type KubernetesObject,
  PatchStrategy,
  setHeaderOptions,
  V1PersistentVolume,
  type V1PersistentVolumeClaim,
  type V1StorageClass,
} from "@kubernetes/client-node";
import { folderOf, grows, isToBeDeleted, type LocalVolume, volumeFor, waits } from "./volume.ts";

const CONFLICT = 409;
const NOT_FOUND = 404;
/** Pods without a group for their volumes write to it as any user. */
const ANY_USER = 0o777;
const mergePatch = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);

/** What the API server says there is. */
export interface StorageObjects {
  readonly claims: readonly V1PersistentVolumeClaim[];
  readonly volumes: readonly V1PersistentVolume[];
  readonly classes: readonly V1StorageClass[];
}

export interface ProvisionerOptions {
  readonly api: CoreV1Api;
  /** Below it each volume has a folder. */
  readonly root: string;
  readonly say: (line: string) => void;
}

/** Makes a folder and a volume for each claim that waits for one, grows volumes, and removes those whose claim is gone. */
export async function provision(objects: StorageObjects, options: ProvisionerOptions): Promise<void> {
  for (const claim of objects.claims) {
    const ofName = (name?: string) => (object: { metadata?: { name?: string } }) =>
      object.metadata?.name === name;
    const storageClass = objects.classes.find(ofName(claim.spec?.storageClassName));
    if (waits(claim, storageClass)) await make(volumeFor(claim, storageClass, options.root), options);
    const volume = named(claim.spec?.volumeName, objects.volumes);
    if (volume !== undefined && grows(claim, volume)) await grow(claim, volume, options);
  }
  for (const volume of objects.volumes) if (isToBeDeleted(volume)) await remove(volume, options);
}

function named<T extends KubernetesObject>(name: string | undefined, objects: readonly T[]): T | undefined {
  return objects.find(({ metadata }) => metadata?.name === name);
}

async function make(volume: LocalVolume, { api, root, say }: ProvisionerOptions): Promise<void> {
  const { claimRef } = volume.spec;
  const folder = folderOf(volume.metadata.name, root);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, ANY_USER);
  await unless(
    CONFLICT,
    api.createPersistentVolume({ body: Object.assign(new V1PersistentVolume(), volume) }),
  );
  say(`made ${folder} for ${claimRef.namespace}/${claimRef.name}`);
}

/** A folder has no size: to grow is to say so, at the volume first. */
async function grow(
  claim: V1PersistentVolumeClaim,
  volume: V1PersistentVolume,
  { api, say }: ProvisionerOptions,
): Promise<void> {
  const capacity = { storage: claim.spec?.resources?.requests?.["storage"] ?? "0" };
  const name = claim.metadata?.name ?? "";
  const namespace = claim.metadata?.namespace ?? "";
  const volumeName = volume.metadata?.name ?? "";
  await api.patchPersistentVolume({ name: volumeName, body: { spec: { capacity } } }, mergePatch);
  const body = { status: { capacity } };
  await api.patchNamespacedPersistentVolumeClaimStatus({ name, namespace, body }, mergePatch);
  say(`${namespace}/${name} has ${capacity.storage} now`);
}

async function remove(volume: V1PersistentVolume, { api, root, say }: ProvisionerOptions): Promise<void> {
  const name = volume.metadata?.name ?? "";
  const folder = folderOf(name, root);
  rmSync(folder, { recursive: true, force: true });
  await unless(NOT_FOUND, api.deletePersistentVolume({ name }));
  say(`removed ${folder}`);
}

/** Takes that answer of the API server for success: what was wanted is so already. */
async function unless(code: number, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof ApiException && error.code === code)) throw error;
  }
}
