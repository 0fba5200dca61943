import { describe, expect, test, vi } from "vitest";
import { followRollouts } from "../../../tools/live/follow-rollouts.ts";
import { type LiveRollout, verdictOn } from "../../../tools/live/rollout-verdict.ts";

const rollout = (status: LiveRollout["status"] | undefined, spec: LiveRollout["spec"] = {}): LiveRollout => ({
  metadata: { name: "web", namespace: "shop-production", generation: 7 },
  spec,
  ...(status === undefined ? {} : { status }),
});

const seen = (status: LiveRollout["status"], spec?: LiveRollout["spec"]): LiveRollout =>
  rollout({ observedGeneration: "7", ...status }, spec);

const weights = (weight: number) => ({ weights: { canary: { weight } } });

describe("a release", () => {
  test.each<[string, LiveRollout, string, string]>([
    ["has no status yet", rollout(undefined), "progressing", "not yet seen"],
    [
      "has a status of the release before, good as it is",
      rollout({ observedGeneration: "6", phase: "Healthy" }),
      "progressing",
      "not yet seen",
    ],
    [
      "has a status of the release before, bad as it is",
      rollout({ observedGeneration: "6", phase: "Degraded", abort: true }),
      "progressing",
      "not yet seen",
    ],
    [
      "waits for its first pods",
      seen({ phase: "Progressing", message: "more replicas need to be updated", canary: weights(0) }),
      "progressing",
      "more replicas need to be updated",
    ],
    [
      "has a tenth of the traffic",
      seen({
        phase: "Progressing",
        canary: { ...weights(10), currentStepAnalysisRunStatus: { status: "Running" } },
      }),
      "progressing",
      "10 % of the traffic, analysis running",
    ],
    [
      "has half of it",
      seen({ phase: "Progressing", canary: weights(50) }),
      "progressing",
      "50 % of the traffic",
    ],
    [
      "stands in its preview",
      seen({ phase: "Paused", message: "BlueGreenPause", pauseConditions: [{ reason: "BlueGreenPause" }] }),
      "progressing",
      "waits before the next step",
    ],
    ["is through", seen({ phase: "Healthy" }), "healthy", "has all the traffic"],
    [
      "was called off by its analysis",
      seen({
        phase: "Degraded",
        abort: true,
        message:
          'RolloutAborted: Rollout aborted update to revision 2: Metric "failed-requests" assessed Failed due to failed (2) > failureLimit (1)',
      }),
      "failed",
      'Metric "failed-requests" assessed Failed',
    ],
    [
      "never became ready",
      seen({ phase: "Degraded", message: "ProgressDeadlineExceeded: ReplicaSet has timed out progressing." }),
      "failed",
      "stands still. ProgressDeadlineExceeded",
    ],
    [
      "never became ready, and says how to take it back",
      seen({ phase: "Degraded", message: "ProgressDeadlineExceeded: ReplicaSet has timed out progressing." }),
      "failed",
      "kubectl argo rollouts abort web --namespace shop",
    ],
    [
      "could not be judged",
      seen({
        phase: "Paused",
        message: "InconclusiveAnalysisRun",
        pauseConditions: [{ reason: "InconclusiveAnalysisRun" }],
        canary: {
          ...weights(10),
          currentStepAnalysisRunStatus: {
            status: "Inconclusive",
            message: "inconclusive (5) > inconclusiveLimit (4)",
          },
        },
      }),
      "failed",
      "kubectl argo rollouts promote web --namespace shop-production",
    ],
    [
      "could not be judged after its flip",
      seen({
        phase: "Paused",
        pauseConditions: [{ reason: "InconclusiveAnalysisRun" }],
        blueGreen: { postPromotionAnalysisRunStatus: { status: "Inconclusive", message: "no numbers" } },
      }),
      "failed",
      "(no numbers)",
    ],
    ["was paused by hand", seen({ phase: "Paused" }, { paused: true }), "failed", "paused by hand"],
    ["has an unknown phase", seen({}), "progressing", "on its way"],
  ])("that %s is understood", (_what, live, kind, text) => {
    const verdict = verdictOn(live);
    expect(verdict.kind).toBe(kind);
    expect(verdict.text).toContain(text);
  });
});

describe("following", () => {
  const object = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name: "web", namespace: "shop" },
  };
  const followed = async (...looks: (LiveRollout | undefined | Error)[]) => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const log = vi.spyOn(console, "log").mockReturnValue();
    const error = vi.spyOn(console, "error").mockReturnValue();
    const last = looks.at(-1);
    const look = () => {
      const next = looks.length > 1 ? looks.shift() : last;
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    };
    const pause = (milliseconds: number) => {
      vi.setSystemTime(Date.now() + milliseconds);
      return Promise.resolve();
    };
    const exitCode = await followRollouts([object], { look, secondsFor: () => 60, pause });
    const said = [...log.mock.calls, ...error.mock.calls].flat().map(String);
    vi.useRealTimers();
    vi.restoreAllMocks();
    return { exitCode, said };
  };

  test("says each step once and ends when all the traffic is there", async () => {
    const step = (weight: number) => seen({ phase: "Progressing", canary: weights(weight) });
    const { exitCode, said } = await followed(step(10), step(10), step(25), seen({ phase: "Healthy" }));
    expect(exitCode).toBe(0);
    expect(said).toEqual([
      "Rollout shop/web: 10 % of the traffic",
      "Rollout shop/web: 25 % of the traffic",
      "Rollout shop/web: has all the traffic",
    ]);
  });

  test("fails with the reason when it was called off", async () => {
    const { exitCode, said } = await followed(
      seen({ phase: "Degraded", abort: true, message: "RolloutAborted: bad" }),
    );
    expect(exitCode).toBe(1);
    expect(said).toEqual(["Rollout shop/web was called off. RolloutAborted: bad"]);
  });

  test("is not put off by a status that is bad for a moment, nor by an API server that is away", async () => {
    const invalid = seen({ phase: "Degraded", message: "InvalidSpec: service not found" });
    const { exitCode } = await followed(
      invalid,
      invalid,
      new Error("connection refused"),
      seen({ phase: "Healthy" }),
    );
    expect(exitCode).toBe(0);
  });

  test("gives up on one that does not end, and says where it was", async () => {
    const { exitCode, said } = await followed(seen({ phase: "Progressing", canary: weights(25) }));
    expect(exitCode).toBe(1);
    expect(said.at(-1)).toBe(
      "Rollout shop/web: its release did not end within 60 s; last seen: 25 % of the traffic. It goes on without being followed.",
    );
  });

  test("fails when one is gone", async () => {
    expect((await followed(undefined)).exitCode).toBe(1);
  });
});
