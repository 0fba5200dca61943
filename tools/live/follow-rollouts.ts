import { setTimeout as sleep } from "node:timers/promises";
import type { KubeConfig, KubernetesObject } from "@kubernetes/client-node";
import { isAbsence, reasonOf } from "./absence.ts";
import { nameOf } from "./identity.ts";
import { type LiveRollout, type Verdict, verdictOn } from "./rollout-verdict.ts";

const lookEverySeconds = 2;

/** A status may be bad for a moment, while what the Rollout refers to is still on its way. */
const badLooks = 5;

/** Reads a Rollout as it is now; `undefined`: it is gone. */
type Look = (rollout: KubernetesObject) => Promise<LiveRollout | undefined>;

interface Following {
  readonly look: Look;
  /** How many seconds a release may take. */
  readonly secondsFor: (rollout: KubernetesObject) => number;
  /** Waits for so many milliseconds. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/**
 * Follows releases to their end, a line for each step, side by side.
 * @returns 0 when all are through, 1 when one was called off, waits for a person or took too long.
 */
export async function followRollouts(
  rollouts: readonly KubernetesObject[],
  following: Following,
): Promise<number> {
  const ends = await Promise.all(rollouts.map((rollout) => follow(rollout, following)));
  return ends.every((isThrough) => isThrough) ? 0 : 1;
}

async function follow(
  rollout: KubernetesObject,
  { look, secondsFor, pause = sleep }: Following,
): Promise<boolean> {
  const name = nameOf(rollout);
  const seconds = secondsFor(rollout);
  const deadline = Date.now() + seconds * 1000;
  let said = "";
  let bad = 0;
  while (Date.now() < deadline) {
    const verdict = await judge(rollout, look);
    bad = verdict.kind === "failed" ? bad + 1 : 0;
    if (verdict.kind !== "failed" && verdict.text !== said) console.log(`${name}: ${verdict.text}`);
    if (verdict.kind === "healthy") return true;
    if (bad === badLooks) {
      console.error(`${name} ${verdict.text}`);
      return false;
    }
    said = verdict.text;
    await pause(lookEverySeconds * 1000);
  }
  console.error(
    `${name}: its release did not end within ${seconds} s; last seen: ${said}. It goes on without being followed.`,
  );
  return false;
}

async function judge(rollout: KubernetesObject, look: Look): Promise<Verdict> {
  try {
    const live = await look(rollout);
    return live === undefined ? { kind: "failed", text: "is gone" } : verdictOn(live);
  } catch (error) {
    // The API server may be away for a moment; whether it comes back shows before the time is up.
    return { kind: "progressing", text: `can't be asked: ${reasonOf(error)}` };
  }
}

/** Asks the API server. */
export async function lookIn(config: KubeConfig): Promise<Look> {
  const { KubernetesObjectApi } = await import("@kubernetes/client-node");
  const objects = KubernetesObjectApi.makeApiClient(config);
  return async ({ apiVersion = "", kind = "", metadata }) => {
    const { name = "", namespace = "default" } = metadata ?? {};
    try {
      return (await objects.read({
        apiVersion,
        kind,
        metadata: { name, namespace },
      })) as unknown as LiveRollout;
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  };
}
