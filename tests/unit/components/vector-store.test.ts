import fc from "fast-check";
import { expect, test } from "vitest";
import { quotaSpec } from "../../../components/capacity/quota.ts";
import { qdrantStore } from "../../../components/data/qdrant-store.ts";
import { storeDemand, storeSpec } from "../../../components/data/store.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { qdrant } from "../../../model/vector-store.ts";

const key = { name: "vector-store-key-v1", key: "value" };
const store = qdrantStore(qdrant({ storage: gibibytes(10) }), key);
const { spec: pod } = storeSpec(store, "image", "critical", {}, {}).template;
const [container] = pod.containers;

test("Qdrant makes and keeps snapshots on a volume of their own, and nothing of them beside its data (BDR-03)", () => {
  const mounted = container?.volumeMounts?.find(({ name }) => name === "snapshots")?.mountPath ?? "none";
  const data = container?.volumeMounts?.find(({ name }) => name === "data")?.mountPath ?? "none";
  const places = (container?.env ?? []).filter(({ name }) => /SNAPSHOTS_PATH|TEMP_PATH/.test(name));
  expect(places).toHaveLength(2);
  for (const { value = "" } of places) {
    expect(`${value}/`.startsWith(`${mounted}/`)).toBe(true);
    expect(`${value}/`.startsWith(`${data}/`)).toBe(false);
  }
  expect(pod.volumes).toContainEqual({
    name: "snapshots",
    persistentVolumeClaim: { claimName: "vector-store-snapshots" },
  });
});

test("its memory is what is declared, and the quota has it (SYS-16)", () => {
  const larger = qdrantStore(qdrant({ storage: gibibytes(10), memory: gibibytes(3) }), key);
  const [of] = storeSpec(larger, "image", "critical", {}, {}).template.spec.containers;
  expect(of?.resources?.limits?.["memory"]).toBe("3Gi");
  expect(of?.resources?.requests?.["memory"]).toBe("3Gi");
  expect(storeDemand(larger).memory).toEqual(gibibytes(3));
});

test("snapshots have room for all that the data's volume can hold, and the quota has it for both (SCL-01)", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (size) => {
      const { volume, snapshots, ...rest } = qdrantStore(qdrant({ storage: mebibytes(size) }), key);
      expect(snapshots?.storage).toEqual(volume.storage);
      const demand = storeDemand({ ...rest, volume, ...(snapshots && { snapshots }) });
      expect(quotaSpec([demand]).hard).toMatchObject({
        persistentvolumeclaims: "2",
        "requests.storage": mebibytes(2 * size).toString(),
      });
    }),
  );
});
