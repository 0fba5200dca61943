import type { EngineLog } from "../../protocol/engine-log.ts";
import type { LazyCluster } from "../cluster/cluster-session.ts";
import type { Configuration } from "../configuration.ts";

/** What an operation on an object works with. */
export interface OperationContext {
  readonly cluster: LazyCluster;
  readonly configuration: Configuration;
  readonly log: EngineLog;
  /** Aborted when the engine is stopping. */
  readonly cancelled: AbortSignal;
}
