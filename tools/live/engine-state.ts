import { UsageError } from "../../toolchain/engine/requirements.ts";
import { captureEngine, parseOutput } from "./engine-output.ts";

/** A resource as a state records it. Secrets in it are encrypted. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** It was replaced, and the old one is still to be deleted. */
  readonly delete?: boolean;
  /** It was only read, so the engine never deletes it. */
  readonly external?: boolean;
  /** The engine refuses to delete it. */
  readonly protect?: boolean;
  /** The engine forgets it and leaves the object. */
  readonly retainOnDelete?: boolean;
}

const STACK_NOT_FOUND = 6;

/** The resources that a stack's state records. @throws UsageError when the engine can't hand the state out. */
export async function recordedResources(
  stack: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly StateResource[]> {
  const { exitCode, output } = await captureEngine(["stack", "export", "--stack", stack], environment);
  if (exitCode === STACK_NOT_FOUND) {
    throw new UsageError(
      `The backend has no stack "${stack}" yet. Make it once: "pulumi stack init ${stack}" in "make shell".`,
    );
  }
  if (exitCode !== 0) throw new UsageError(`The state of ${stack} can't be read; the engine says why above.`);
  return resourcesIn(output);
}

/** The resources in what `pulumi stack export` prints; a stack that holds nothing has none. */
export function resourcesIn(exportedState: string): readonly StateResource[] {
  const { deployment } = parseOutput(exportedState) as {
    readonly deployment?: { readonly resources?: readonly StateResource[] } | null;
  };
  return deployment?.resources ?? [];
}
