import { engineEnvironment } from "./environment.ts";
import { localState } from "./local-state.ts";
import { type StackRun, UsageError } from "./requirements.ts";

/** The state of what runs: the one that the team shares, or dev's on this machine. */
export interface LiveState {
  /** What it is, for people. */
  readonly description: string;
  /** In which the engine finds it. */
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The state that an operation on what runs works on.
 * @throws UsageError for staging and production without a backend: their state is shared, or it is lost.
 */
export function liveState({ stack, project, manifest, backend }: StackRun, operation: string): LiveState {
  if (backend !== undefined) {
    return {
      description: `${backend.url} (${backend.saidBy})`,
      environment: engineEnvironment(manifest, "user's"),
    };
  }
  if (stack !== "dev") {
    throw new UsageError(
      `"make ${operation}" of ${stack} needs the backend that holds the state the team shares, and none is configured. ` +
        `Run "pulumi login <backend>" in "make shell", or set PULUMI_BACKEND_URL. A preview needs none: "make preview STACK=${stack}".`,
    );
  }
  return {
    description: "this machine's local state, .toolchain/state",
    environment: { ...engineEnvironment(manifest, "ours"), ...localState(project.name, stack) },
  };
}
