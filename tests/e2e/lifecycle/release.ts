import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, type TestContext } from "vitest";
import { type Canary, judgedWeights, longestPromotion } from "../../../model/rollout-strategy.ts";
import { strategyOf } from "../../../model/strategy-in-force.ts";
import { faultOf, type Version } from "../app/image/version.ts";
import { endpointOf, type PublicEndpoint, publicEndpoints } from "./edge/public-endpoints.ts";
import type { TimedResult } from "./support/command.ts";
import { eventually } from "./support/eventually.ts";
import { type LoadSummary, startLoad } from "./support/load.ts";
import { analysisRunsOf, newestShare, rolloutOf, whyNotWhole } from "./support/rollouts.ts";
import type { StackUnderTest } from "./support/stack-under-test.ts";
import type { StackInSuite, Suite } from "./support/suite.ts";
import { answeredBy, type Share, watchShares } from "./support/traffic-shares.ts";

const SYSTEM = "atlas-ux";
const SERVICE = "web";
const IMAGE = "backend";
const REQUESTS_PER_SECOND = 40;
/** Going back has to be over by then (DEP-03). */
const ROLLBACK_SECONDS = 120;
/** By how many percentage points a counted share may differ from the one that is in force. */
const TOLERANCE = 3;

/**
 * A good release of a service, on a stack that is up at v1. The traffic comes through the gateway; Argo Rollouts,
 * Prometheus and the pods are real ones.
 */
export function testGoodRelease(of: () => StackInSuite): void {
  test("a good release takes over step by step, and each share of the traffic is what it was to be", async (context) => {
    const { suite, stack } = of();
    const released = await releaseUnderLoad(of(), "v2", context);
    const { up, shares, summary } = released;
    expect(up.exitCode, up.output).toBe(0);
    expect(released.seconds).toBeLessThan(longestPromotion.wholeSeconds);
    const { weights, ...strategy } = canaryOf(stack);
    const judged = judgedWeights({ ...strategy, weights });
    // With all the traffic it is the stable release at once, so that the last share may pass unseen.
    const seen = shares.map(({ percent }) => percent).filter((percent) => percent < 100);
    expect([...new Set(seen)]).toEqual([0, ...judged]);
    const [last] = shares.slice(-1);
    expect(last && answeredBy(summary, last, "v2")?.percent).toBe(100);
    expect(summary.failures).toEqual({});
    const counted: string[] = [];
    for (const share of shares.filter(({ percent }) => judged.includes(percent))) {
      const answered = answeredBy(summary, share, "v2");
      expect(answered?.percent, `answered by v2 at ${share.percent} %`).toBeGreaterThan(
        share.percent - TOLERANCE,
      );
      expect(answered?.percent, `answered by v2 at ${share.percent} %`).toBeLessThan(
        share.percent + TOLERANCE,
      );
      counted.push(
        `${share.percent} %: ${answered?.percent.toFixed(1) ?? ""} % of ${answered?.requests ?? 0} requests, ${secondsOf(share)} s`,
      );
    }
    await context.annotate(
      `v2 took over in ${released.seconds.toFixed(0)} s (DEP-02: ${longestPromotion.wholeSeconds} s), "make up" took ${up.seconds.toFixed(0)} s`,
    );
    await context.annotate(counted.join("; "));
    await context.annotate(
      `${summary.requests} requests, 0 failed, p99 ${summary.milliseconds.p99.toFixed(0)} ms`,
    );
    await expectWhole(suite, stack);
  });

  test("the autoscaler reads how many requests a pod answers", async ({ annotate }) => {
    const { suite, stack } = of();
    const { namespace } = endpoint(stack);
    const rate = await eventually("the rate of requests", async () => {
      const { status } = await suite.clients.autoscaling.readNamespacedHorizontalPodAutoscaler({
        namespace,
        name: SERVICE,
      });
      return status?.currentMetrics?.find(({ type }) => type === "Pods")?.pods?.current.averageValue;
    });
    await annotate(`${rate} requests a second and pod`);
  });
}

/** The way back from a good release to v1, and a release that fails requests. */
export function testWaysBack(of: () => StackInSuite): void {
  test("going back to the release before skips the steps, and takes under 2 minutes", async (context) => {
    const { suite, stack } = of();
    // People go back when the release's own time is long over, which is when Argo Rollouts may take it for stuck.
    await progressDeadlineOver(suite, stack);
    const { up, seconds, shares, summary, analyses } = await stack.alone(() =>
      releaseUnderLoad(of(), "v1", context),
    );
    expect(up.exitCode, up.output).toBe(0);
    expect(up.seconds).toBeLessThan(ROLLBACK_SECONDS);
    expect(shares.filter(({ percent }) => percent !== 0 && percent !== 100)).toEqual([]);
    expect(analyses).toEqual([]);
    expect(summary.failures).toEqual({});
    await context.annotate(
      `back after ${seconds.toFixed(0)} s, "make up" took ${up.seconds.toFixed(0)} s (DEP-03: ${ROLLBACK_SECONDS} s), ${summary.requests} requests, 0 failed`,
    );
    await expectWhole(suite, stack);
  });

  test("a release that fails requests is called off by itself, and the traffic goes back", async (context) => {
    const { suite, stack } = of();
    const [first = 0] = canaryOf(stack).weights;
    const { up, shares, summary } = await releaseUnderLoad(of(), "errors", context);
    expect(up.exitCode, up.output).toBe(1);
    expect(up.output).toMatch(/failed-requests/);
    expect(Math.max(...shares.map(({ percent }) => percent))).toBe(first);
    const { status } = await rolloutOf(suite.clients, endpoint(stack));
    expect(status).toMatchObject({ phase: "Degraded", abort: true });
    const exposed = shares.find(({ percent }) => percent === first);
    const [failed, requests] = [summary.failed, summary.requests];
    const bound = (first / 100) * faultOf.errors.errors;
    expect(failed).toBeGreaterThan(0);
    expect(failed / requests).toBeLessThan(bound);
    expect(Object.keys(summary.failures)).toEqual(["status 500"]);
    const afterwards =
      summary.timeline?.filter(({ at }) => at * 1000 > (exposed?.to ?? 0) + SETTLED_MILLISECONDS) ?? [];
    expect(afterwards.length).toBeGreaterThan(0);
    expect(afterwards.filter((second) => second.failed > 0 || "errors" in second.versions)).toEqual([]);
    await context.annotate(
      `called off after ${exposed === undefined ? "?" : secondsOf(exposed)} s at ${first} %: ${failed} of ${requests} requests failed, ` +
        `${((100 * failed) / requests).toFixed(2)} % of all (bound ${(100 * bound).toFixed(0)} %)`,
    );
    stack.release(SYSTEM, IMAGE, suite.images.ofSystem(SYSTEM, IMAGE, "v1"));
    const repaired = await stack.alone(() => stack.up());
    expect(repaired.exitCode, repaired.output).toBe(0);
    expect(repaired.seconds).toBeLessThan(ROLLBACK_SECONDS);
    await expectWhole(suite, stack);
    const drift = await stack.drift();
    expect(drift.exitCode, drift.output).toBe(0);
  });
}

const SETTLED_MILLISECONDS = 5_000;

interface Released {
  readonly up: TimedResult;
  /** From when the engine had made its changes until the release was through. */
  readonly seconds: number;
  readonly shares: readonly Share[];
  readonly summary: LoadSummary;
  /** The analyses that this release gave rise to. */
  readonly analyses: readonly string[];
}

/** Releases a version while clients on the internet ask for it, from a little before until a little after. */
async function releaseUnderLoad(
  { suite, stack }: StackInSuite,
  version: Version,
  { onTestFailed }: TestContext,
): Promise<Released> {
  const { clients, gateway } = suite;
  const service = endpoint(stack);
  const before = await analysisRunsOf(clients, service);
  const load = startLoad(suite, {
    url: `https://${service.host}/v1/things`,
    rate: REQUESTS_PER_SECOND,
    connect: gateway.replicas[0]?.websecure ?? "",
    authority: gateway.authority,
    timeline: true,
  });
  const watch = watchShares(clients, service);
  onTestFailed(() => void watch.stop().catch(() => undefined));
  await sleep(3_000);
  stack.release(SYSTEM, IMAGE, suite.images.ofSystem(SYSTEM, IMAGE, version));
  const running = await stack.start("up");
  let changed = performance.now();
  void eventually(
    "the engine has made its changes",
    () => (running.printed().includes("Following the releases") ? performance.now() : undefined),
    { within: 600_000, every: 200 },
  ).then(
    (now) => (changed = now),
    // An update that fails before then is told of by its exit code.
    () => undefined,
  );
  const up = await running.result;
  const seconds = (performance.now() - changed) / 1000;
  await eventually("the newest release has no share of its own any more", async () =>
    (await newestShare(clients, service)) === 0 ? true : undefined,
  );
  await sleep(2 * SETTLED_MILLISECONDS);
  const [shares, summary] = [await watch.stop(), await load.stop()];
  const analyses = await analysisRunsOf(clients, service);
  return { up, seconds, shares, summary, analyses: analyses.filter((run) => !before.includes(run)) };
}

const endpoint = (stack: StackUnderTest): PublicEndpoint =>
  endpointOf(publicEndpoints(stack), SYSTEM, SERVICE);

function canaryOf(stack: StackUnderTest): Canary {
  const strategy = strategyOf(endpoint(stack).service, stack.stack);
  if (strategy.kind !== "canary") throw new Error(`${SERVICE} is released by ${strategy.kind}`);
  return strategy;
}

/** Waits until a Rollout that made no progress since its last release would count as stuck. */
async function progressDeadlineOver({ clients }: Suite, stack: StackUnderTest): Promise<void> {
  const { spec, status } = await rolloutOf(clients, endpoint(stack));
  const progressed = status?.conditions?.find(({ type }) => type === "Progressing")?.lastUpdateTime;
  const over = Date.parse(progressed ?? "") + (spec.progressDeadlineSeconds ?? 0) * 1000;
  expect(over).toBeGreaterThan(0);
  await sleep(Math.max(0, over + SETTLED_MILLISECONDS - Date.now()));
}

async function expectWhole({ clients }: Suite, stack: StackUnderTest): Promise<void> {
  await eventually(`${SERVICE} is whole`, async () => {
    expect(whyNotWhole(await rolloutOf(clients, endpoint(stack)))).toBeUndefined();
    return true as const;
  });
}

const secondsOf = ({ from, to }: Share): string => ((to - from) / 1000).toFixed(0);
