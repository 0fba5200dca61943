import {
  autovacuumWorkers,
  type MemoryDemand,
  memoryShares,
  parallelWorkers,
} from "../../model/postgres-memory.ts";
import type { Bytes } from "../../model/quantities/bytes.ts";

/**
 * PostgreSQL's settings that follow from its memory and its connections (SCL-12). Its own defaults know neither.
 * @param memory Request and limit of its container; validation has made sure that it holds the connections.
 */
export function memoryParameters(memory: Bytes, demand: MemoryDemand): Readonly<Record<string, string>> {
  const { buffers, maintenance, work } = memoryShares(memory, demand);
  return {
    max_connections: String(demand.connections),
    shared_buffers: `${buffers / 1024}MB`,
    work_mem: `${work}kB`,
    // A hash would else take twice what a sort does.
    hash_mem_multiplier: "1",
    maintenance_work_mem: `${maintenance}kB`,
    autovacuum_max_workers: String(autovacuumWorkers),
    max_parallel_workers: String(parallelWorkers),
    // A compiler in each session that has a costly query takes several times what the session has.
    jit: "off",
    // What the planner takes for cached: its buffers, and as much again of what the kernel keeps.
    effective_cache_size: `${(buffers * 2) / 1024}MB`,
  };
}
