import type { Difference } from "./difference.ts";
import type { Properties } from "./property-value.ts";

/** What a provider decides, free of gRPC: plain values in, plain values out. */
export interface ResourceProvider {
  readonly version: string;
  checkConfig?(inputs: Properties): CheckResult;
  diffConfig?(change: Change): DiffResult;
  configure?(inputs: Properties): void;
  check(request: CheckRequest): CheckResult;
  diff(request: ResourceIdentity & Change): DiffResult;
  previewCreate(request: ResourceIdentity, inputs: Properties): Properties;
  previewUpdate(request: ResourceIdentity, change: Change): Properties;
  create(request: ResourceIdentity, inputs: Properties, operation: Operation): Promise<Created>;
  update(
    request: ResourceIdentity & { id: string },
    change: Change,
    operation: Operation,
  ): Promise<Properties>;
  read(
    request: ResourceIdentity & { id: string },
    state: Properties,
    inputs: Properties,
  ): Promise<ReadResult>;
  delete(request: ResourceIdentity & { id: string }, state: Properties, operation: Operation): Promise<void>;
  invoke?(token: string, args: Properties): Promise<Properties>;
  /** The engine is stopping: whatever still waits must end soon. */
  cancel?(): void;
}

/** What the program says about how an operation is done. */
export interface Operation {
  /** Seconds that the operation may take; 0 where the program says nothing. */
  readonly timeoutSeconds: number;
}

export interface ResourceIdentity {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

export interface CheckRequest extends ResourceIdentity {
  readonly inputs: Properties;
  /** Empty for a new resource. */
  readonly oldInputs: Properties;
  readonly randomSeed: Uint8Array;
  readonly autonaming: Autonaming | undefined;
}

export interface Autonaming {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface Change {
  readonly oldInputs: Properties;
  readonly oldState: Properties;
  readonly inputs: Properties;
  /** Paths whose changes the program wants ignored, as the engine writes them. */
  readonly ignoreChanges?: readonly string[];
}

export interface ReplaceableDifference extends Difference {
  readonly replaces: boolean;
}

export interface DiffResult {
  readonly differences: readonly ReplaceableDifference[];
  /** A new object cannot stand beside the old one, for they would share a name. */
  readonly deleteBeforeReplace: boolean;
}

export interface Created {
  readonly id: string;
  readonly state: Properties;
}

/** An empty id says that the resource is gone. */
export interface ReadResult {
  readonly id: string;
  readonly state: Properties;
  readonly inputs: Properties;
}
