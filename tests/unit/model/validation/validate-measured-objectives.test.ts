import { describe, expect, it } from "vitest";
import { gauge, histogram } from "../../../../model/metric.ts";
import {
  durability,
  freshness,
  latency,
  missedTicks,
  type Objective,
  uptime,
  waitingWork,
} from "../../../../model/objective.ts";
import { port } from "../../../../model/port.ts";
import { minutes, seconds } from "../../../../model/quantities/duration.ts";
import { percent } from "../../../../model/quantities/percentage.ts";
import { validateMeasuredObjectives } from "../../../../model/validation/validate-measured-objectives.ts";
import { systems } from "../../../../systems/all.ts";
import { clock, mailer, shop } from "../declared-shop.ts";

const services = {
  ...shop.services,
  mailer: { ...mailer, metrics: port(9464) },
  clock: { ...clock, metrics: port(9464) },
};
const delay = histogram({
  name: "tick_delay_seconds",
  meaning: "how late a tick is",
  by: ["clock", "mailer"],
  bounds: [seconds(1), minutes(1)],
});
const load = histogram({ name: "load_seconds", meaning: "x", by: ["api"], bounds: [seconds(2)] });
const oldest = gauge({ name: "oldest_age_seconds", meaning: "age", by: ["mailer"] });
const depth = gauge({ name: "queue_depth", meaning: "how many wait", by: ["mailer"] });

const problemsOf = (objective: Objective) =>
  validateMeasuredObjectives({
    ...shop,
    services,
    metrics: [delay, load, oldest, depth],
    objectives: [objective],
  }).map(({ path, message }) => [path.replace("shop.objectives[0].", ""), message]);

const target = percent(99);
const ticks = {
  of: "tick",
  within: seconds(60),
  target,
  service: "clock",
  lateness: delay,
  undone: missedTicks(),
} as const;
const mails = { ...ticks, of: "mail", service: "mailer", undone: waitingWork({ oldest, depth }) } as const;
const loads = { of: "page load", within: seconds(2), target, measured: load } as const;

describe("what an objective is measured by", () => {
  it("is a histogram of the system that its service shows, with a bucket at its bound", () => {
    for (const right of [freshness(ticks), freshness(mails), latency(loads)])
      expect(problemsOf(right)).toEqual([]);
    for (const system of systems) expect(validateMeasuredObjectives(system), system.name).toEqual([]);
  });

  it("is something: no system promises what nobody measures", () => {
    expect(problemsOf(latency({ of: "page load", within: seconds(2), target }))).toEqual([
      [
        "services",
        "is empty, so nobody measures it; name HTTP services, or the histogram that it is measured by",
      ],
    ]);
  });

  it.each<[string, Objective, readonly (readonly [string, string])[]]>([
    [
      "nobody's service",
      freshness({ ...ticks, service: "clocks" }),
      [["service", '"clocks" is no service of the system; known: api, pages, mailer, clock']],
    ],
    [
      "a bound between two of the histogram's",
      freshness({ ...ticks, within: seconds(30) }),
      [["within", "30s is no bound of tick_delay_seconds; take one of 1s, 1m, or add it there"]],
    ],
    [
      "a histogram that the system does not declare",
      freshness({ ...ticks, lateness: { ...delay, name: "lag_seconds" } }),
      [["lateness", '"lag_seconds" is no histogram of the system; declare it in its metrics']],
    ],
    [
      "a histogram that another service shows, at a service of which several tick",
      freshness({ ...ticks, service: "mailer", lateness: load, within: seconds(2) }),
      [
        ["lateness", '"mailer" does not show load_seconds; those that do: api'],
        ["undone", '"mailer" is no singleton, so nobody knows how many ticks are due; name one'],
      ],
    ],
    [
      "the way to what is not public",
      uptime({ target, services: ["pages", "mailer"] }),
      [["services[1]", '"mailer" is no public service of the system; known: api, pages']],
    ],
    [
      "the way to nothing",
      uptime({ target, services: [] }),
      [["services", "is empty, so nobody measures it; name public services"]],
    ],
    [
      "the age of another service's queue",
      freshness({ ...mails, service: "clock" }),
      [
        ["undone.oldest", '"clock" does not show oldest_age_seconds; those that do: mailer'],
        ["undone.depth", '"clock" does not show queue_depth; those that do: mailer'],
      ],
    ],
    [
      "page loads by route, at a service that is told of none",
      latency({ ...loads, services: ["pages"], path: "/" }),
      [
        ["measured", '"pages" does not show load_seconds; those that do: api'],
        ["path", '"/" is a route, and load_seconds does not count requests; leave it out'],
      ],
    ],
  ])("is not %s", (_, wrong, problems) => {
    expect(problemsOf(wrong)).toEqual(problems);
  });
});

it("is the database of the platform, where durability is promised", () => {
  const objectives = [durability(percent(99.99))];
  expect(validateMeasuredObjectives({ ...shop, objectives })).toEqual([]);
  const { database, ...without } = shop;
  expect(database).toBeDefined();
  expect(validateMeasuredObjectives({ ...without, objectives })).toEqual([
    {
      path: "shop.objectives[0]",
      message:
        "the system has no database of the platform's own, so nobody here knows what is kept; leave it out",
    },
  ]);
});
