import fc from "fast-check";
import { expect, test } from "vitest";
import type { Demand } from "../../../components/capacity/demand.ts";
import { limitRangeSpec, quotaSpec } from "../../../components/capacity/quota.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";

const demand = (pods: number, cpu: number, memory: number, storage?: number): Demand => ({
  pods,
  cpuRequest: millicores(cpu),
  cpuLimit: millicores(cpu * 2),
  memory: mebibytes(memory),
  disk: mebibytes(64),
  ...(storage === undefined ? {} : { storage: [gibibytes(storage)] }),
});

test("a quota is the sum of pods times size, and of storage once a workload", () => {
  expect(quotaSpec([demand(3, 100, 256), demand(1, 50, 512, 20), demand(2, 25, 64, 1)])).toEqual({
    hard: {
      pods: "6",
      "requests.cpu": "400m",
      "limits.cpu": "800m",
      "requests.memory": "1408Mi",
      "limits.memory": "1408Mi",
      "requests.ephemeral-storage": "384Mi",
      "limits.ephemeral-storage": "384Mi",
      persistentvolumeclaims: "2",
      "requests.storage": "21Gi",
      "services.nodeports": "0",
      "services.loadbalancers": "0",
    },
  });
});

test("no storage is no storage quota, and no claim at all", () => {
  const { hard } = quotaSpec([demand(1, 100, 64)]);
  expect(hard).toMatchObject({ persistentvolumeclaims: "0" });
  expect(hard).not.toHaveProperty(["requests.storage"]);
});

test("one pod more needs just its own size more", () => {
  const count = fc.integer({ min: 1, max: 50 });
  fc.assert(
    fc.property(count, count, count, (pods, cpu, memory) => {
      const hard = (n: number) => quotaSpec([demand(n, cpu, memory)]).hard ?? {};
      expect(Number(hard(pods + 1)["pods"])).toBe(Number(hard(pods)["pods"]) + 1);
      expect(hard(pods)["requests.memory"]).toBe(mebibytes(memory * pods).toString());
      expect(hard(pods)["limits.cpu"]).toBe(millicores(cpu * 2 * pods).toString());
    }),
  );
});

test("a container that states nothing gets little", () => {
  expect(limitRangeSpec().limits[0]).toMatchObject({
    type: "Container",
    default: { cpu: "100m", memory: "64Mi" },
    defaultRequest: { cpu: "25m", memory: "64Mi" },
  });
});
