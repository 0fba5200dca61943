import { expect, it } from "vitest";
import type { System } from "../../../../model/system.ts";
import { validateSystems } from "../../../../model/validation/validate-systems.ts";
import { systems } from "../../../../systems/all.ts";

const [first, second] = systems as readonly [System, System];

it("finds nothing wrong with the three systems side by side", () => {
  expect(validateSystems(systems)).toEqual([]);
});

it("names two systems that would listen on one port of a developer's machine", () => {
  const moved: System = {
    ...second,
    name: "moved",
    services: { page: first.services["frontend"] ?? expect.unreachable() },
  };
  const problems = validateSystems([
    first,
    { ...moved, images: { frontend: first.images["frontend"] ?? expect.unreachable() } },
  ]);
  expect(problems).toContainEqual({
    path: "moved.services.page.port",
    message:
      "8080 is already the port of atlas-ux.services.frontend, and both would be http://localhost:8080 in dev; choose another",
  });
});

it("refuses a name that is taken", () => {
  expect(validateSystems([first, first])).toContainEqual({
    path: "atlas-ux",
    message: '"atlas-ux" is declared twice; rename one',
  });
  expect(validateSystems([{ ...first, name: "platform" }])).toContainEqual({
    path: "platform",
    message: `"platform" is where a release names the platform's images; choose another name`,
  });
});

it("refuses a system without services", () => {
  expect(validateSystems([{ ...first, services: {} }])).toContainEqual({
    path: "atlas-ux.services",
    message: "is empty; a system runs at least one service",
  });
});

it("refuses a name that another begins with: parts of both could get one name in the state", () => {
  expect(validateSystems([first, { ...second, name: "atlas-ux-api" }])).toContainEqual({
    path: "atlas-ux",
    message: '"atlas-ux-api" begins with it, so parts of both could get one name in the state; rename one',
  });
});

it.each(["database", "cache", "vector-store", "cache-snapshot", "vector-store-snapshot", "snapshot-metrics"])(
  "refuses a service called %s, as a data store is",
  (name) => {
    const { web } = first.services;
    if (!web) throw new Error("the declaration changed");
    expect(validateSystems([{ ...first, services: { ...first.services, [name]: web } }])).toContainEqual({
      path: `atlas-ux.services.${name}`,
      message: `"${name}" is what a data store goes by; choose another name`,
    });
  },
);

it("refuses a hostname for two things, a secret that is a store's, and names of Object itself", () => {
  expect(validateSystems([{ ...first, externalHosts: { ...first.externalHosts, web: "x" } }])).toContainEqual(
    {
      path: "atlas-ux.externalHosts.web",
      message: '"web" is also a service, and one hostname can\'t be both; choose another name',
    },
  );
  const own = { ...second.variables, CACHE_PASSWORD: second.variables["SECRET_KEY"] ?? expect.unreachable() };
  expect(validateSystems([{ ...second, variables: own }])).toContainEqual({
    path: "crb-analyser.variables.CACHE_PASSWORD",
    message: '"CACHE_PASSWORD" is what a data store\'s own secret goes by; choose another name',
  });
  const { web } = first.services;
  if (web?.kind !== "http-service") throw new Error("the declaration changed");
  const calling = { ...first.services, web: { ...web, calls: ["toString"] } };
  expect(validateSystems([{ ...first, services: calling }])[0]?.message).toContain('no service "toString"');
});

it("refuses a cache whose disk can't hold a snapshot beside the last one", () => {
  const { cache } = second;
  if (!cache) throw new Error("the declaration changed");
  expect(validateSystems([{ ...second, cache: { ...cache, storage: cache.memory } }])).toContainEqual({
    path: "crb-analyser.cache.storage",
    message:
      "256Mi is less than the 512Mi that 256Mi of memory can fill it with at the worst: snapshots and logs, the last ones and those that replace them; give 512Mi",
  });
});
