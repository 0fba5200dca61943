import { describe, expect, it } from "vitest";
import { histogram } from "../../../../model/metric.ts";
import { objectStore } from "../../../../model/object-store.ts";
import { availability, freshness, latency, missedTicks } from "../../../../model/objective.ts";
import { port } from "../../../../model/port.ts";
import { days, hours, milliseconds, seconds } from "../../../../model/quantities/duration.ts";
import { percent } from "../../../../model/quantities/percentage.ts";
import { leastRecoveryPoint } from "../../../../model/recovery.ts";
import { replicas } from "../../../../model/scaling.ts";
import type { System } from "../../../../model/system.ts";
import { thirdParty } from "../../../../model/third-party.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { variableSet } from "../../../../model/variable.ts";
import {
  api,
  cache,
  clock,
  database,
  pages,
  pagesImage,
  programImage,
  shop,
  shopWith,
} from "../declared-shop.ts";

const party = thirdParty({ name: "vendor", purpose: "storage", host: "vendor.example", keys: {} });
const badName = (name: string): string =>
  `"${name}" is not a name; use at most 40 lower-case letters, digits and -, a letter first`;

describe("a declaration", () => {
  it("that is right has no problem", () => {
    expect(validateSystem(shop)).toEqual([]);
  });

  it("that is wrong in many ways has every problem listed, each with its path", () => {
    const broken = shopWith(
      {
        api: { ...api, port: port(80), calls: ["nobody"], processes: 0 },
        pages: { ...pages, port: port(80), scale: replicas(1) },
      },
      { owner: "Shop", objectives: [availability(percent(100))] },
    );
    expect(validateSystem(broken).map(({ path }) => path)).toEqual([
      "shop.owner",
      "shop.services.api.port",
      "shop.services.api.processes",
      "shop.services.pages.scale",
      "shop.services.pages.port",
      "shop.services.api.calls[0]",
      "shop.services.pages.port",
      "shop.services.api.command",
      "shop.objectives[0].target",
    ]);
  });
});

describe("a name", () => {
  const long = "a".repeat(40);

  it.each(["Shop", "1shop", "-shop", "shop-", "shop_", "", `${long}a`])("is not %j", (name) => {
    const services = { api, [name]: { ...clock, variables: variableSet(name, []) } };
    const images = { ...shopWith(services).images, [name]: pagesImage };
    const named: System = {
      ...shop,
      name,
      owner: name,
      services,
      images,
      externalHosts: { ...shop.externalHosts, [name]: "host" },
      observers: { [name]: "everything" },
    };
    const problems = validateSystem(named).filter(({ message }) => message === badName(name));
    expect(problems.map(({ path }) => path)).toEqual([
      name,
      `${name}.owner`,
      `${name}.services.${name}`,
      `${name}.images.${name}`,
      `${name}.externalHosts.${name}`,
      `${name}.observers.${name}`,
      `${name}.services.${name}.variables`,
    ]);
  });

  it.each(["a", "a1", "shop-2", long])("may be %s", (name) => {
    expect(validateSystem({ ...shop, name, owner: name })).toEqual([]);
  });
});

describe("an image", () => {
  it("is run by a service", () => {
    const images = { ...shop.images, spare: pagesImage };
    expect(validateSystem({ ...shop, images })).toEqual([
      { path: "shop.images.spare", message: "no service runs it; drop it or name it in a service" },
    ]);
  });

  it.each([
    [0, 1000],
    [1000, 0],
    [-1, 1000],
    [1.5, 1000],
    [1000, Number.NaN],
  ])("does not run as %d:%d (IMG-03)", (uid, gid) => {
    const images = { ...shop.images, pages: { ...pagesImage, user: { uid, gid } } };
    expect(validateSystem({ ...shop, images })).toEqual([
      {
        path: "shop.images.pages.user",
        message: `${uid}:${gid} is root or no number; give both from 1 up (IMG-03)`,
      },
    ]);
  });

  it("comes from a registry that is named, without a tag", () => {
    for (const repository of ["nginx", "shop/pages", "ghcr.io/shop/pages:1"]) {
      const images = { ...shop.images, pages: { ...pagesImage, repository } };
      expect(validateSystem({ ...shop, images })).toEqual([
        {
          path: "shop.images.pages.repository",
          message: `"${repository}" is not an image repository; write "registry/path" in lower case`,
        },
      ]);
    }
  });

  it("may run as 1:1", () => {
    const images = { ...shop.images, pages: { ...pagesImage, user: { uid: 1, gid: 1 } } };
    expect(validateSystem({ ...shop, images })).toEqual([]);
  });
});

describe("a store", () => {
  it.each([0, -5, 1.5, Number.NaN])("does not take %d connections", (connections) => {
    const message = `${connections} is not a whole number of 1 or more`;
    const problems = validateSystem({
      ...shop,
      database: { ...database, connections },
      cache: { ...cache, connections },
    });
    expect(problems).toContainEqual({ path: "shop.database.connections", message });
    expect(problems).toContainEqual({ path: "shop.cache.connections", message });
    expect(new Set(problems.map(({ path }) => path)).size).toBe(2);
  });

  it("takes one connection, beside those it keeps, if that is all that is opened", () => {
    const uses = { database: { env: { DATABASE_URL: "direct" }, pool: 1 } } as const;
    const services = { api: { ...api, uses: {} }, clock: { ...clock, uses } };
    const images = { program: programImage };
    expect(validateSystem({ ...shop, services, images, database: { ...database, connections: 4 } })).toEqual(
      [],
    );
  });

  it("has time to recover, and of files may promise to lose none", () => {
    const recovering = (span: number): System => {
      const time = milliseconds(span);
      return {
        ...shop,
        services: { ...shop.services, api: { ...api, egress: [party] } },
        database: { ...database, recovery: { time, point: leastRecoveryPoint } },
        objectStore: objectStore({
          party,
          keyVariable: "API_KEY",
          buckets: { files: { holds: "files", retention: hours(1) } },
          recovery: { time, point: seconds(0) },
        }),
      };
    };
    expect(validateSystem(recovering(1))).toEqual([]);
    expect(validateSystem(recovering(0))).toEqual([
      { path: "shop.database.recovery.time", message: "0s is no time to recover in; give a longer span" },
      { path: "shop.objectStore.recovery.time", message: "0s is no time to recover in; give a longer span" },
    ]);
  });
});

describe("an objective", () => {
  const lateness = histogram({ name: "late_seconds", meaning: "x", by: ["clock"], bounds: [hours(1)] });
  const tickedBy = { service: "clock", lateness, undone: missedTicks() };
  const services = { ...shop.services, clock: { ...clock, metrics: port(9464) } };
  const ticking = { ...shop, services, metrics: [lateness] };

  it.each([0, 100])("is not %d %%: there is no budget to count", (share) => {
    const target = percent(share);
    const bound = { of: "x", within: hours(1), target };
    const objectives = [
      availability(target),
      latency({ ...bound, measured: lateness }),
      freshness({ ...bound, ...tickedBy }),
    ];
    expect(validateSystem({ ...ticking, objectives })).toEqual(
      [0, 1, 2].map((index) => ({
        path: `shop.objectives[${index}].target`,
        message: `${share}% leaves no error budget to count; give a share between 0 and 100`,
      })),
    );
  });

  it("is told from every other by its name, in which case and signs count for nothing", () => {
    const bound = { within: hours(1), target: percent(99) };
    const objectives = [
      availability(percent(99)),
      latency({ of: "page load", ...bound, measured: lateness }),
      latency({ of: "Page  load", ...bound, measured: lateness }),
      freshness({ of: "page load", ...bound, ...tickedBy }),
      availability(percent(99.9)),
    ];
    expect(validateSystem({ ...ticking, objectives })).toEqual([
      {
        path: "shop.objectives[2]",
        message:
          '"page-load-latency" is what objectives[1] is called too; say of each what it is about, or leave one out',
      },
      {
        path: "shop.objectives[4]",
        message:
          '"availability" is what objectives[0] is called too; say of each what it is about, or leave one out',
      },
    ]);
  });

  it("counts over a period that has paces", () => {
    const objectives = [7, 28, 30, 90, 14].map((period, index) =>
      latency({
        of: `x${index}`,
        within: seconds(1),
        target: percent(99),
        services: ["api"],
        period: days(period),
      }),
    );
    expect(validateSystem({ ...shop, objectives })).toEqual([
      {
        path: "shop.objectives[4].period",
        message: "14d is no period that budgets are counted over; give one of 7d, 28d, 30d, 90d",
      },
    ]);
  });

  it.each([
    [7, 92.55, "7.45%", "13.44", "100.13%", "92.56%"],
    [28, 92.55, "7.45%", "13.44", "100.13%", "92.56%"],
    [90, 97.68, "2.32%", "43.2", "100.22%", "97.69%"],
  ])("over %d days is not %d %%", (period, share, budget, factor, bad, least) => {
    const own = (target: number) => [availability(percent(target), { period: days(period) })];
    expect(validateSystem({ ...shop, objectives: own(Number.parseFloat(least)) })).toEqual([]);
    expect(validateSystem({ ...shop, objectives: own(share) })).toEqual([
      {
        path: "shop.objectives[0].target",
        message:
          `${share}% leaves a budget of ${budget}; the alert on 1h fires at ${factor} times that, ` +
          `which is ${bad} of all requests, so it never would; give ${least} or more`,
      },
    ]);
  });

  it.each([93.06, 99.9999])("may be %d %%", (share) => {
    expect(validateSystem({ ...shop, objectives: [availability(percent(share))] })).toEqual([]);
  });

  it.each([
    [0.0001, "99.9999%", "1440%"],
    [90, "10%", "144%"],
    [93, "7%", "100.8%"],
    [93.05, "6.95%", "100.08%"],
  ])("is not %d %%, at which the fastest alert could never fire", (share, budget, bad) => {
    expect(validateSystem({ ...shop, objectives: [availability(percent(share))] })).toEqual([
      {
        path: "shop.objectives[0].target",
        message:
          `${share}% leaves a budget of ${budget}; the alert on 1h fires at 14.4 times that, ` +
          `which is ${bad} of all requests, so it never would; give 93.06% or more`,
      },
    ]);
  });
});
