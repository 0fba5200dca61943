import type { LimitRangeSpec, ResourceQuotaSpec } from "kubernetes-types/core/v1.d.ts";
import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { type Amount, type Demand, totalOf } from "./demand.ts";

/** The quota that just holds all demands at their peaks (SCL-01): a runaway workload meets it, a rollout never does. */
export function quotaSpec(demands: readonly Demand[]): ResourceQuotaSpec {
  const sum = <T extends Amount<T>>(amount: (demand: Demand) => T): string =>
    totalOf(demands, amount)?.toString() ?? "0";
  const claims = demands.flatMap(({ storage = [] }) => storage);
  const memory = sum((demand) => demand.memory);
  const disk = sum((demand) => demand.disk);
  return {
    hard: {
      pods: String(demands.reduce((total, { pods }) => total + pods, 0)),
      "requests.cpu": sum((demand) => demand.cpuRequest),
      "limits.cpu": sum((demand) => demand.cpuLimit),
      "requests.memory": memory,
      "limits.memory": memory,
      "requests.ephemeral-storage": disk,
      "limits.ephemeral-storage": disk,
      persistentvolumeclaims: String(claims.length),
      ...(claims.length > 0
        ? { "requests.storage": claims.reduce((total, claim) => total.plus(claim)).toString() }
        : {}),
      "services.nodeports": "0",
      "services.loadbalancers": "0",
    },
  };
}

/** What a container gets that was sent by hand and states nothing. */
export function limitRangeSpec(): LimitRangeSpec {
  const memory = mebibytes(64).toString();
  const disk = mebibytes(64).toString();
  return {
    limits: [
      {
        type: "Container",
        default: { cpu: millicores(100).toString(), memory, "ephemeral-storage": disk },
        defaultRequest: { cpu: millicores(25).toString(), memory, "ephemeral-storage": disk },
      },
    ],
  };
}
