import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { port } from "../../../../model/port.ts";
import { mebibytes } from "../../../../model/quantities/bytes.ts";
import { millicores } from "../../../../model/quantities/cpu.ts";
import { milliseconds, seconds } from "../../../../model/quantities/duration.ts";
import { percent } from "../../../../model/quantities/percentage.ts";
import { autoscale, replicas } from "../../../../model/scaling.ts";
import { scratch } from "../../../../model/size.ts";
import { validateScaling } from "../../../../model/validation/validate-workload.ts";
import { api, clock, mailer, pages } from "../declared-shop.ts";
import { problemsOf } from "./problems-of.ts";

const path = "shop.services.it";
const notWhole = [0, -1, 1.5, Number.NaN] as const;

describe("a service by itself", () => {
  it.each([api, pages, mailer, clock])("of kind $kind has no problem", (service) => {
    expect(problemsOf(service)).toEqual([]);
  });

  it("asks for no more CPU than its limit, though for all of it if it likes", () => {
    const cpu = (request: number, limit: number) => ({
      ...api.size,
      cpu: { request: millicores(request), limit: millicores(limit) },
    });
    expect(problemsOf({ ...api, size: cpu(500, 500) })).toEqual([]);
    expect(problemsOf({ ...api, size: cpu(501, 500) })).toEqual([
      {
        path: `${path}.size.cpu`,
        message: "request 501m is above limit 500m; lower one or raise the other",
      },
    ]);
  });

  it.each(notWhole)("is not alerted on after %d restarts", (restartsBeforeAlert) => {
    expect(problemsOf({ ...pages, restartsBeforeAlert })).toEqual([
      {
        path: `${path}.restartsBeforeAlert`,
        message: `${restartsBeforeAlert} is not a whole number of 1 or more`,
      },
    ]);
    expect(problemsOf({ ...pages, restartsBeforeAlert: 1 })).toEqual([]);
  });

  it("starts a program", () => {
    expect(problemsOf({ ...mailer, command: [] })).toEqual([
      { path: `${path}.command`, message: "is empty; name the program to start and its arguments" },
    ]);
  });

  it.each(notWhole)("does not run %d processes", (processes) => {
    expect(problemsOf({ ...clock, processes })).toContainEqual({
      path: `${path}.processes`,
      message: `${processes} is not a whole number of 1 or more`,
    });
  });
});

describe("a critical service", () => {
  const alone = {
    path: `${path}.scale`,
    message: "1 replica is a single point of failure of a critical service (SYS-18); run 2 or more",
  };

  it("has two replicas at the least", () => {
    expect(problemsOf({ ...pages, scale: replicas(1) })).toEqual([alone]);
    expect(problemsOf({ ...api, scale: autoscale({ minimum: 1, maximum: 4, cpu: percent(70) }) })).toEqual([
      alone,
    ]);
  });

  it("may have one if it is a singleton, and so may a service that is not critical", () => {
    expect(problemsOf(clock)).toEqual([]);
    expect(problemsOf({ ...pages, tier: "standard", scale: replicas(1) })).toEqual([]);
  });
});

describe("a scaling", () => {
  it.each(notWhole)("has no %d replicas", (count) => {
    expect(validateScaling("at", replicas(count))).toEqual([
      { path: "at.replicas", message: `${count} is not a whole number of 1 or more` },
    ]);
    expect(validateScaling("at", autoscale({ minimum: count, maximum: count, cpu: percent(70) }))).toEqual([
      { path: "at.minimum", message: `${count} is not a whole number of 1 or more` },
      { path: "at.maximum", message: `${count} is not a whole number of 1 or more` },
    ]);
  });

  it("has room between its bounds", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (minimum, maximum) => {
        const problems = validateScaling("at", autoscale({ minimum, maximum, cpu: percent(70) }));
        expect(problems).toEqual(
          maximum > minimum
            ? []
            : [
                {
                  path: "at",
                  message: `an autoscaler between ${minimum} and ${maximum} has no room; raise the maximum, or declare replicas(${minimum})`,
                },
              ],
        );
      }),
    );
  });

  it("aims at some use of CPU", () => {
    expect(validateScaling("at", autoscale({ minimum: 2, maximum: 3, cpu: percent(0) }))).toEqual([
      { path: "at.cpu", message: "0% would add replicas for ever; aim at 50% to 80%" },
    ]);
    expect(validateScaling("at", autoscale({ minimum: 2, maximum: 3, cpu: percent(1) }))).toEqual([]);
    const nothing = autoscale({ minimum: 2, maximum: 3, cpu: percent(0.9) });
    expect(validateScaling("at", nothing).map(({ path: at }) => at)).toEqual(["at.cpu"]);
  });

  it("aims at some use of memory, and at some requests", () => {
    const bounds = { minimum: 2, maximum: 3, cpu: percent(70) };
    const at = (measures: object) =>
      validateScaling("at", autoscale({ ...bounds, ...measures })).map((problem) => problem.path);
    expect(at({ memory: percent(80), requestsPerSecond: 0.5 })).toEqual([]);
    expect(at({ memory: percent(0) })).toEqual(["at.memory"]);
    for (const requestsPerSecond of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(at({ requestsPerSecond })).toEqual(["at.requestsPerSecond"]);
  });

  it("of a worker goes by no requests, since it takes none", () => {
    const scale = autoscale({ minimum: 2, maximum: 3, cpu: percent(70), requestsPerSecond: 5 });
    expect(problemsOf({ ...mailer, scale })).toEqual([
      {
        path: `${path}.scale.requestsPerSecond`,
        message: "a worker takes no requests; go by CPU or memory",
      },
    ]);
  });

  it("of one replica is enough", () => {
    expect(validateScaling("at", replicas(1))).toEqual([]);
  });
});

describe("scratch folders", () => {
  it.each(["tmp", "", "/", "//tmp", "./tmp"])("are absolute: %j is refused", (folder) => {
    expect(problemsOf({ ...pages, scratch: [scratch(folder, mebibytes(1))] })).toEqual([
      { path: `${path}.scratch[0]`, message: `"${folder}" is not an absolute folder such as /tmp` },
    ]);
  });

  it("are declared once", () => {
    const folders = ["/tmp", "/cache", "/tmp"].map((folder) => scratch(folder, mebibytes(1)));
    expect(problemsOf({ ...pages, scratch: folders.slice(0, 2) })).toEqual([]);
    expect(problemsOf({ ...pages, scratch: folders })).toEqual([
      { path: `${path}.scratch[2]`, message: '"/tmp" is declared twice; keep one' },
    ]);
  });
});

describe("a worker", () => {
  it("shows its metrics on a port that needs no root", () => {
    expect(problemsOf({ ...clock, metrics: port(80) })).toEqual([
      {
        path: `${path}.metrics`,
        message: "80 needs root to listen on; let the process listen on 1024 or above",
      },
    ]);
    expect(problemsOf({ ...mailer, metrics: port(9464) })).toEqual([]);
  });
});

describe("a serving process", () => {
  const health = (change: Partial<typeof api.health>) => ({ ...api, health: { ...api.health, ...change } });

  it("listens on a port that needs no root", () => {
    expect(problemsOf({ ...pages, port: port(1023) })).toEqual([
      {
        path: `${path}.port`,
        message: "1023 needs root to listen on; let the process listen on 1024 or above",
      },
    ]);
    expect(problemsOf({ ...pages, port: port(1024) })).toEqual([]);
  });

  it.each(["live", "ready", "detailed"] as const)("has a path to %s", (role) => {
    expect(problemsOf(health({ [role]: "health" }))).toEqual([
      { path: `${path}.health.${role}`, message: '"health" is not a path; begin it with /' },
    ]);
  });

  it("lives without its dependencies", () => {
    expect(problemsOf(health({ live: "/health" }))).toEqual([
      {
        path: `${path}.health.live`,
        message:
          '"/health" also checks dependencies, so an outage of one would restart every replica (HLT-11); name a path that touches none',
      },
    ]);
    expect(problemsOf(health({ ready: "/live" }))).toEqual([]);
  });

  it("takes traffic without its dependencies, or an outage of one would leave no replica", () => {
    expect(problemsOf(health({ ready: "/health" }))).toEqual([
      {
        path: `${path}.health.ready`,
        message:
          '"/health" also checks dependencies, so an outage of one would take every replica out of the traffic (CF-23); name a path that says whether this replica can work',
      },
    ]);
  });

  it("answers a probe before the next", () => {
    expect(problemsOf(health({ every: seconds(2), timeout: seconds(2) }))).toEqual([]);
    expect(problemsOf(health({ every: seconds(2), timeout: milliseconds(2001) }))).toEqual([
      {
        path: `${path}.health.timeout`,
        message: "2001ms is longer than the 2s between two probes; shorten it",
      },
    ]);
  });

  it.each(notWhole)("is not given up after %d failures", (failures) => {
    expect(problemsOf(health({ failures }))).toEqual([
      { path: `${path}.health.failures`, message: `${failures} is not a whole number of 1 or more` },
    ]);
  });

  it("may fail once, and has time to start", () => {
    expect(problemsOf(health({ failures: 1, startup: milliseconds(1) }))).toEqual([]);
    expect(problemsOf(health({ startup: seconds(0) }))).toEqual([
      { path: `${path}.health.startup`, message: "0s leaves no time to start; give a longer span" },
    ]);
  });
});

describe("a heartbeat", () => {
  const beat = (change: Partial<typeof clock.heartbeat>) => ({
    ...clock,
    heartbeat: { ...clock.heartbeat, ...change },
  });

  it("has a tick", () => {
    expect(problemsOf(beat({ every: seconds(0) }))).toEqual([
      { path: `${path}.heartbeat.every`, message: "0s is no tick" },
    ]);
  });

  it.each(notWhole)("does not miss %d ticks", (missed) => {
    expect(problemsOf(beat({ missed }))).toEqual([
      { path: `${path}.heartbeat.missed`, message: `${missed} is not a whole number of 1 or more` },
    ]);
  });

  it("gets as long for its first tick as for the overdue ones", () => {
    expect(problemsOf(beat({ every: seconds(5), missed: 3, startup: seconds(15) }))).toEqual([]);
    expect(problemsOf(beat({ every: seconds(6), missed: 1, startup: seconds(6) }))).toEqual([]);
    expect(problemsOf(beat({ every: seconds(5), missed: 3, startup: seconds(14) }))).toEqual([
      {
        path: `${path}.heartbeat.startup`,
        message: "14s is shorter than 3 ticks of 5s; give the first tick at least that long",
      },
    ]);
  });
});
