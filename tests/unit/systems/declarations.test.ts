import { describe, expect, it } from "vitest";
import { runnablesOf } from "../../../model/runnable.ts";
import { fewestReplicas } from "../../../model/scaling.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { systems } from "../../../systems/all.ts";
import * as thirdParties from "../../../systems/third-parties.ts";
import { inStack } from "./stack-environments.ts";

describe.each(systems)("$name", (system) => {
  it("has no problem", () => {
    expect(validateSystem(system)).toEqual([]);
  });

  it.each(["staging", "production"] as const)(
    "SYS-18: has no critical service that one failure ends in %s",
    (stack) => {
      const critical = Object.values(inStack(stack, system.name).system.services).filter(
        ({ tier, kind }) => tier === "critical" && kind !== "singleton",
      );
      expect(critical.length).toBeGreaterThan(0);
      for (const { scale } of critical) expect(fewestReplicas(scale)).toBeGreaterThanOrEqual(2);
    },
  );

  it("ENV-03: has hostnames of its own in each stack", () => {
    const names = (["dev", "staging", "production"] as const).flatMap((stack) =>
      [...inStack(stack, system.name).hostnames.values()].map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("reads every variable that it declares, in something that runs", () => {
    const read = new Set(runnablesOf(system).flatMap(({ runnable }) => runnable.variables.variables));
    expect(Object.keys(system.variables).filter((name) => !read.has(name))).toEqual([]);
  });

  it("IMG-03: runs every image as a user that is not root", () => {
    for (const { user } of Object.values(system.images)) expect(user.uid).toBeGreaterThan(0);
  });

  it("POL-04: pins every base to a line", () => {
    for (const { base } of Object.values(system.images)) expect(base).toMatch(/:\d+\.?\d*-/);
  });
});

describe("third parties", () => {
  const all = Object.values(thirdParties);

  it("SYS-22: are eleven, each with a host of its own and a status page", () => {
    expect(all.map(({ name }) => name).sort()).toEqual([
      "anthropic",
      "betterstack",
      "brave",
      "logfire",
      "openai",
      "pinecone",
      "sendgrid",
      "sentry",
      "stripe",
      "supabase",
      "tavily",
    ]);
    expect(new Set(all.map(({ host }) => host)).size).toBe(all.length);
    for (const { statusPage, port } of all) {
      expect(statusPage).toMatch(/^https:\/\//);
      expect(port.number).toBe(443);
    }
  });
});
