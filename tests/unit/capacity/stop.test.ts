import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rolloutTimeout } from "../../../components/workloads/deployment.ts";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { latency } from "../../../model/objective.ts";
import { milliseconds, seconds } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { gatewayTimeout, gracePeriod } from "../../../model/time-limits.ts";
import { validateTimeLimits } from "../../../model/validation/validate-time-limits.ts";
import { api, clock, mailer, pages, shopWith } from "../model/declared-shop.ts";
import { podInput, servicesOf } from "./declared-pods.ts";

const spans = fc.integer({ min: 0, max: 3_600_000 }).map(milliseconds);

describe("the stop of a process with traffic", () => {
  test("outlasts the pause, then the longer of drain and gateway, whatever is declared (CF-36, NET-13)", () => {
    fc.assert(
      fc.property(spans, spans, (drain, longestRequest) => {
        const service = { ...api, drain, longestRequest };
        const grace = gracePeriod(service).milliseconds;
        expect(gatewayTimeout(service).milliseconds).toBe(longestRequest.milliseconds + 10_000);
        expect(grace).toBe(10_000 + Math.max(drain.milliseconds, gatewayTimeout(service).milliseconds));
      }),
    );
  });

  test("is in every pod what the gateway's time-out and the pause ask for", () => {
    const serving = servicesOf("production").filter(({ service }) => "longestRequest" in service);
    expect(serving.length).toBeGreaterThan(5);
    for (const { name, service, input } of serving) {
      if (!("longestRequest" in service)) continue;
      const { terminationGracePeriodSeconds: grace = 0, containers } = podTemplate(input).spec;
      const pause = containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
      expect(pause, name).toBe(5);
      expect(grace, name).toBeGreaterThan(pause + gatewayTimeout(service).wholeSeconds);
      expect(grace, name).toBeGreaterThan(pause + service.drain.wholeSeconds);
    }
  });

  test("costs a rollout its time", () => {
    const slow = { ...api, longestRequest: seconds(120) };
    const replicas = 4;
    expect(rolloutTimeout(slow).wholeSeconds - rolloutTimeout(api).wholeSeconds).toBe(90 * replicas);
  });
});

test("the stop of a singleton takes 5 s at most and has no pause, so that the gap is short (CF-22)", () => {
  const spec = podTemplate(podInput("production", "atlas-ux", "engine-worker")).spec;
  expect(spec.terminationGracePeriodSeconds).toBe(5);
  expect(spec.containers[0]).not.toHaveProperty("lifecycle");
});

test("the stop of a worker takes 30 s and has no pause, since it takes no connections", () => {
  expect(gracePeriod(mailer).wholeSeconds).toBe(30);
});

describe("time limits that don't go together are found", () => {
  test("a request without time", () => {
    const system = shopWith({ api: { ...api, longestRequest: milliseconds(999) }, pages });
    expect(validateTimeLimits(system)).toEqual([
      {
        path: "shop.services.api.longestRequest",
        message: "999ms is no time to answer in; give 1s or more",
      },
    ]);
    expect(validateTimeLimits(shopWith({ api: { ...api, longestRequest: seconds(1) }, pages }))).toEqual([]);
  });

  test("a caller that gives up before who it calls", () => {
    const front = { ...api, calls: ["reports"] };
    const reports = { ...api, longestRequest: seconds(31) };
    expect(validateTimeLimits(shopWith({ front, reports }))).toEqual([
      {
        path: "shop.services.front.calls[0]",
        message:
          '"reports" may take 31s, and "front" itself only 30s; give it a longestRequest of 31s or more',
      },
    ]);
    const patient = { ...front, longestRequest: seconds(31) };
    expect(validateTimeLimits(shopWith({ front: patient, reports }))).toEqual([]);
    // A worker waits for as long as it likes.
    expect(validateTimeLimits(shopWith({ mailer: { ...mailer, calls: ["reports"] }, reports }))).toEqual([]);
  });

  test("an objective above what a service lets a request take", () => {
    const objective = (within: number) =>
      shopWith(
        { api },
        {
          objectives: [
            latency({ of: "answer", within: seconds(within), target: percent(95), services: ["api"] }),
          ],
        },
      );
    expect(validateTimeLimits(objective(30))).toEqual([]);
    expect(validateTimeLimits(objective(31)).map(({ path }) => path)).toEqual([
      "shop.objectives[0].services[0]",
    ]);
  });

  test("a singleton that counts as late before a release can have stopped it", () => {
    const beat = (every: number, missed: number) =>
      shopWith({ clock: { ...clock, heartbeat: { ...clock.heartbeat, every: seconds(every), missed } } });
    expect(validateTimeLimits(beat(2, 3))).toEqual([]);
    expect(validateTimeLimits(beat(1, 5))).toEqual([
      {
        path: "shop.services.clock.heartbeat.missed",
        message:
          "overdue after 5s, before a release has stopped the old one, which may take 5s; let more ticks be missed",
      },
    ]);
  });
});
