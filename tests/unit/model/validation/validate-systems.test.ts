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
