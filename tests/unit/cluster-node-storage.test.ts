import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ApiException,
  type CoreV1Api,
  type V1PersistentVolume,
  type V1PersistentVolumeClaim,
  type V1StorageClass,
} from "@kubernetes/client-node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { provision } from "../../toolchain/cluster/node/storage/provisioner.ts";
import { standardStorage } from "../../toolchain/cluster/node/storage/storage-class.ts";
import { folderOf, volumeFor } from "../../toolchain/cluster/node/storage/volume.ts";

const UID = "6385764a-c026-4998-9598-459f3a4c0e00";
const NAME = `pvc-${UID}`;
const standard = standardStorage as unknown as V1StorageClass;
const retaining = {
  ...standardStorage,
  metadata: { name: "kept" },
  reclaimPolicy: "Retain",
} as unknown as V1StorageClass;

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "slipway-volumes-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

interface ClaimChanges {
  readonly node?: string;
  readonly volumeName?: string;
  readonly className?: string;
  readonly asked?: string;
  readonly has?: string;
}

function claim({
  node,
  volumeName,
  className = "standard",
  asked = "10Gi",
  has,
}: ClaimChanges): V1PersistentVolumeClaim {
  const annotations = node === undefined ? {} : { "volume.kubernetes.io/selected-node": node };
  return {
    metadata: { name: "data", namespace: "shop", uid: UID, annotations },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: className,
      resources: { requests: { storage: asked } },
      ...(volumeName === undefined ? {} : { volumeName }),
    },
    ...(has === undefined ? {} : { status: { phase: "Bound", capacity: { storage: has } } }),
  };
}

interface VolumeState {
  readonly phase: "Bound" | "Released";
  readonly storageClass?: V1StorageClass;
  readonly madeByOthers?: boolean;
}

function volume({ phase, storageClass = standard, madeByOthers = false }: VolumeState): V1PersistentVolume {
  const made = volumeFor(claim({ node: "node-a" }), storageClass, root);
  const metadata = madeByOthers ? { name: NAME } : made.metadata;
  return { ...made, metadata, status: { phase } };
}

/** The calls that reach an API server which gives each this answer. */
function recordingApi(answer?: number): { api: CoreV1Api; calls: { name: string; request: unknown }[] } {
  const calls: { name: string; request: unknown }[] = [];
  const record = (name: string) => (request: unknown) => {
    calls.push({ name, request });
    return answer === undefined
      ? Promise.resolve({})
      : Promise.reject(new ApiException(answer, "refused", undefined, {}));
  };
  const names = [
    "createPersistentVolume",
    "deletePersistentVolume",
    "patchPersistentVolume",
    "patchNamespacedPersistentVolumeClaimStatus",
  ];
  const api = Object.fromEntries(names.map((name) => [name, record(name)])) as unknown as CoreV1Api;
  return { api, calls };
}

async function calledFor(
  objects: { claims?: V1PersistentVolumeClaim[]; volumes?: V1PersistentVolume[] },
  answer?: number,
): Promise<{ name: string; request: unknown }[]> {
  const { api, calls } = recordingApi(answer);
  const classes = [standard, retaining];
  await provision({ claims: [], volumes: [], classes, ...objects }, { api, root, say: () => undefined });
  return calls;
}

describe("a claim", () => {
  test("gets a volume on the node that was chosen, with a folder that any user may write to", async () => {
    const calls = await calledFor({ claims: [claim({ node: "node-a" })] });
    expect(calls.map(({ name }) => name)).toEqual(["createPersistentVolume"]);
    expect(calls[0]?.request).toMatchObject({
      body: {
        metadata: { name: NAME },
        spec: {
          capacity: { storage: "10Gi" },
          persistentVolumeReclaimPolicy: "Delete",
          claimRef: { namespace: "shop", name: "data", uid: UID },
          local: { path: join(root, NAME) },
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ values: ["node-a"] }] }] } },
        },
      },
    });
    expect(statSync(join(root, NAME)).mode & 0o777).toBe(0o777);
  });

  test.each([
    ["no node is chosen yet", {}],
    ["it has a volume", { node: "node-a", volumeName: NAME }],
    ["its class is another's", { node: "node-a", className: "ssd" }],
  ])("gets none while %s", async (_why, changes) => {
    expect(await calledFor({ claims: [claim(changes)] })).toEqual([]);
  });

  test("that was seen before its volume was is no error", async () => {
    await expect(calledFor({ claims: [claim({ node: "node-a" })] }, 409)).resolves.toHaveLength(1);
  });

  test("whose volume is refused is one", async () => {
    await expect(calledFor({ claims: [claim({ node: "node-a" })] }, 403)).rejects.toThrow(/403/);
  });

  test("that asks for more has it, at the volume first", async () => {
    const volumes = [volume({ phase: "Bound" })];
    const bound = { node: "node-a", volumeName: NAME, has: "10Gi" };
    expect(await calledFor({ claims: [claim(bound)], volumes })).toEqual([]);
    const calls = await calledFor({ claims: [claim({ ...bound, asked: "20Gi" })], volumes });
    expect(calls).toEqual([
      {
        name: "patchPersistentVolume",
        request: { name: NAME, body: { spec: { capacity: { storage: "20Gi" } } } },
      },
      {
        name: "patchNamespacedPersistentVolumeClaimStatus",
        request: { name: "data", namespace: "shop", body: { status: { capacity: { storage: "20Gi" } } } },
      },
    ]);
  });
});

describe("a volume whose claim is gone", () => {
  beforeEach(() => {
    mkdirSync(join(root, NAME));
    writeFileSync(join(root, NAME, "row"), "kept?");
  });

  test("goes with its folder", async () => {
    const calls = await calledFor({ volumes: [volume({ phase: "Released" })] });
    expect(calls).toEqual([{ name: "deletePersistentVolume", request: { name: NAME } }]);
    expect(existsSync(join(root, NAME))).toBe(false);
  });

  test("stays where its class says so", async () => {
    expect(await calledFor({ volumes: [volume({ phase: "Released", storageClass: retaining })] })).toEqual(
      [],
    );
    expect(existsSync(join(root, NAME, "row"))).toBe(true);
  });

  test("stays where another made it", async () => {
    const theirs = volume({ phase: "Released", madeByOthers: true });
    expect(await calledFor({ volumes: [theirs] })).toEqual([]);
    expect(existsSync(join(root, NAME))).toBe(true);
  });

  test.each(["../other", "pvc-", "pvc-x/../..", ""])(
    "is no other folder, whatever it is called: %j",
    (name) => {
      expect(() => folderOf(name, root)).toThrow(/not one that was made here/);
    },
  );
});
