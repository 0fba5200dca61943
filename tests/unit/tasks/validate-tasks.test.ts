import { describe, expect, test } from "vitest";
import { cron } from "../../../model/cron-schedule.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { milliseconds, minutes, seconds } from "../../../model/quantities/duration.ts";
import { scratch, size } from "../../../model/size.ts";
import {
  oneOffJob,
  type OneOffJob,
  scheduledTask,
  type ScheduledTask,
  type Task,
} from "../../../model/task.ts";
import { timeZone, utc } from "../../../model/time-zone.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { variableSet } from "../../../model/variable.ts";
import { shop } from "../model/declared-shop.ts";

const base = {
  image: "program",
  command: ["sweep"],
  variables: variableSet("sweep", ["LOG_LEVEL"]),
  size: size({ cpu: { request: millicores(50), limit: millicores(500) }, memory: mebibytes(128) }),
  deadline: minutes(10),
};
const sweep: ScheduledTask = scheduledTask({ ...base, schedule: cron("0 3 * * *") });
const seed: OneOffJob = oneOffJob(base);
const problems = (tasks: Readonly<Record<string, Task>>) => validateSystem({ ...shop, tasks });

describe("what a task leaves out", () => {
  test("is filled in", () => {
    expect(sweep).toMatchObject({
      timeZone: utc,
      startWithin: minutes(5),
      concurrency: "forbid",
      history: { succeeded: 3, failed: 3 },
      retries: 2,
      calls: [],
      egress: [],
      flags: [],
      scratch: [],
      uses: {},
    });
    expect(seed).toMatchObject({ kind: "one-off-job", retries: 2 });
  });

  test("never wins over what is given", () => {
    const given = { timeZone: timeZone("Europe/Berlin"), concurrency: "replace", retries: 0 } as const;
    expect(scheduledTask({ ...base, schedule: cron("0 3 * * *"), ...given })).toMatchObject(given);
  });
});

test("tasks without a problem have none", () => {
  expect(problems({ sweep, seed })).toEqual([]);
});

test.each<[Partial<ScheduledTask>, string, RegExp]>([
  [{ command: [] }, "command", /is empty/],
  [{ deadline: milliseconds(500) }, "deadline", /500ms is no time to work in/],
  [{ retries: -1 }, "retries", /-1 is not a whole number of 0 or more/],
  [{ processes: 0 }, "processes", /0 is not a whole number of 1 or more/],
  [{ startWithin: seconds(9) }, "startWithin", /9s is less than the 10s between two looks/],
  [{ history: { succeeded: 0.5, failed: 0 } }, "history.succeeded", /0.5 is not a whole number/],
  [{ history: { succeeded: 0, failed: -1 } }, "history.failed", /-1 is not a whole number/],
  [{ scratch: [scratch("tmp", mebibytes(1))] }, "scratch[0]", /"tmp" is not an absolute folder/],
  [
    { size: size({ cpu: { request: millicores(600), limit: millicores(500) }, memory: mebibytes(1) }) },
    "size.cpu",
    /request 600m is above limit 500m/,
  ],
  // The rest is held to what services are held to.
  [{ image: "other" }, "image", /no image "other" is declared/],
  [{ calls: ["nobody"] }, "calls[0]", /no service "nobody" is declared/],
  [{ uses: { database: { env: { DATABASE_URL: "direct" }, pool: 0 } } }, "uses.database.pool", /0 is not/],
  [{ variables: variableSet("sweep", ["NOBODY"]) }, "variables[0]", /no variable "NOBODY" is declared/],
  [{ command: ["sweep", "$(PORT)"] }, "command", /names PORT, which this container does not have/],
  [{ flags: ["nobody"] }, "flags[0]", /no flag "nobody" is declared/],
  [{ variables: variableSet("Sweep", []) }, "variables", /"Sweep" is not a name/],
])("%j is refused", (changes, field, message) => {
  expect(problems({ sweep: { ...sweep, ...changes } })).toEqual([
    { path: `shop.tasks.sweep.${field}`, message: expect.stringMatching(message) as string },
  ]);
});

test.each([
  ["api", /"api" is also a service/],
  ["off-hours", /what switches dev off and on/],
  ["cache", /what a data store goes by/],
  ["Sweep", /"Sweep" is not a name/],
])("a task is not called %s", (name, message) => {
  expect(problems({ [name]: sweep })).toEqual([
    { path: `shop.tasks.${name}`, message: expect.stringMatching(message) as string },
  ]);
});

test("a task's connections count with those of the services (SCL-12)", () => {
  const hungry: Task = { ...sweep, uses: { database: { env: { DATABASE_URL: "direct" }, pool: 500 } } };
  const [problem] = problems({ sweep: hungry });
  expect(problem?.path).toBe("shop.database.connections");
  expect(problem?.message).toMatch(/sweep 1 × 1 × 500 = 500/);
  const [overlapping] = problems({
    sweep: { ...hungry, kind: "scheduled-task", concurrency: "replace" },
  });
  expect(overlapping?.message).toMatch(/sweep 2 × 1 × 500 = 1000/);
});

test("an image that only a task runs is used", () => {
  const { images, services, ...rest } = shop;
  const own = {
    ...images,
    sweeper: { ...images["program"], repository: "ghcr.io/shop/sweeper" },
  } as typeof images;
  expect(
    validateSystem({ ...rest, images: own, services, tasks: { sweep: { ...sweep, image: "sweeper" } } }),
  ).toEqual([]);
});
