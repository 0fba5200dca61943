import { unroutableRanges } from "../address-ranges.ts";
import { memoryOfConnection, storageNeeded } from "../cache.ts";
import type { EnvironmentName } from "../environment-name.ts";
import { peakPods } from "../peak-pods.ts";
import type { Problem } from "../problem.ts";
import { Bytes } from "../quantities/bytes.ts";
import { runnablesOf } from "../runnable.ts";
import type { System } from "../system.ts";

/** What is wrong with a system's Redis, wherever it runs. */
export function validateCache(system: System): Problem[] {
  return [...validateCacheCapacity(system), ...validateAddresses(system), ...validateReason(system)];
}

/** Whoever leaves a copy out says why, for whoever looks for it in the hour of need. */
function validateReason({ name, cache }: System): Problem[] {
  if (cache?.notCopied?.trim() !== "") return [];
  const message = "is empty; say in a few words why its content need not be had again, or leave it out";
  return [{ path: `${name}.cache.notCopied`, message }];
}

/**
 * Checks that a Redis of the platform's has room: on its volume for what it writes, and in its memory for connections
 * beside the data (CF-28).
 * @param environment Where it runs. @default production, where a release holds most pods
 */
export function validateCacheCapacity(
  system: System,
  environment: EnvironmentName = "production",
): Problem[] {
  const { name, cache } = system;
  // What somebody else runs has this size in dev alone.
  if (!cache || (cache.kind === "external" && environment !== "dev")) return [];
  return [...validateStorage(name, cache), ...validateMemory(system, cache, environment)];
}

type Sized = NonNullable<System["cache"]>;

function validateStorage(system: string, cache: Sized): Problem[] {
  const needed = storageNeeded(cache);
  if (!needed.exceeds(cache.storage)) return [];
  return [
    {
      path: `${system}.cache.storage`,
      message: `${cache.storage} is less than the ${needed} that ${cache.memory} of memory can fill it with at the worst: snapshots and logs, the last ones and those that replace them; give ${needed}`,
    },
  ];
}

/** Connections count against the memory, and with nothing thrown away they would have writes refused. */
function validateMemory(system: System, { memory }: Sized, environment: EnvironmentName): Problem[] {
  const connections = runnablesOf(system).reduce((total, { runnable }) => {
    if (runnable.kind === "static-site") return total;
    return total + peakPods(runnable, environment) * runnable.processes * (runnable.uses.cache?.pool ?? 0);
  }, 0);
  const taken = connections * memoryOfConnection;
  if (!(taken * 2 > memory.count)) return [];
  const kibibytes = (count: number): string => Bytes.of(Math.ceil(count / 1024), "Ki").toString();
  return [
    {
      path: `${system.name}.cache.memory`,
      message: `${memory} is less than twice the ${kibibytes(taken)} that ${connections} connections take when all are busy (${kibibytes(memoryOfConnection)} each); give ${kibibytes(taken * 2)}, or lower a pool or a maximum`,
    },
  ];
}

/** A Redis that somebody else runs may be on a private network that is linked with the cluster's. */
function validateAddresses({ name, cache }: System): Problem[] {
  if (cache?.kind !== "external" || !cache.cidrs) return [];
  const path = `${name}.cache.cidrs`;
  if (cache.cidrs.length === 0) {
    return [{ path, message: "is empty, so nothing could be reached; list some or leave it out" }];
  }
  return cache.cidrs.flatMap((cidr, index) => {
    const range = unroutableRanges.find((other) => other.overlaps(cidr));
    if (!range) return [];
    const message = `${cidr.text} holds addresses of ${range.text}, where no Redis is; list only its own`;
    return [{ path: `${path}[${index}]`, message }];
  });
}
