import { describe, expect, test } from "vitest";
import { ceilingProblems } from "../../../components/capacity/ceiling-problems.ts";
import { systemDemands } from "../../../components/capacity/system-demands.ts";
import { parsedShop, refusalOf } from "../config/configured-shop.ts";

const ceiling = "systems.shop.sizes.ceiling";
const problems = (granted: Record<string, string | number>) =>
  ceilingProblems(parsedShop("production", { [ceiling]: granted }));

describe("what an environment grants a system", () => {
  test("is not bounded unless it says so", () => {
    expect(ceilingProblems(parsedShop("production"))).toEqual([]);
    expect(problems({ cpu: "1000", memory: "10Ti", pods: 1000 })).toEqual([]);
  });

  test("may be just what its parts need at their peak", () => {
    const shop = parsedShop("production");
    const [own] = shop.systems;
    if (!own) throw new Error("the shop is gone");
    const demands = systemDemands(shop, own);
    const pods = demands.reduce((total, { demand }) => total + demand.pods, 0);
    const memory = demands
      .map(({ demand }) => demand.memory.times(demand.pods))
      .reduce((total, part) => total.plus(part));
    expect(problems({ pods, memory: memory.toString() })).toEqual([]);
    expect(problems({ pods: pods - 1 }).map(({ path }) => path)).toEqual([
      `slipway:environment.${ceiling}.pods`,
    ]);
  });

  test("is held against the sum, which is shown part by part (SCL-01)", () => {
    const [pods, ...others] = problems({ pods: 3 });
    expect(others).toEqual([]);
    expect(pods?.path).toBe(`slipway:environment.${ceiling}.pods`);
    expect(pods?.message).toMatch(
      /^at their peak its parts need (\d+) \(api 12, pages 6, mailer 4, clock 1, .*database 3.*\), but it is granted 3; lower a maximum or a size, or grant \1$/,
    );
    const [cpu, memory] = problems({ cpu: "1", memory: "1Gi" });
    expect(cpu?.message).toContain("api 12 × 100m = 1200m, pages 6 × 100m = 600m, mailer 4 × 100m = 400m");
    expect(cpu?.message).toContain("but it is granted 1;");
    expect(memory?.message).toContain("api 12 × 256Mi = 3Gi");
  });

  test("is written like any other size", () => {
    expect(refusalOf("production", { [ceiling]: { pods: 0, cpu: "many", disk: "1Gi" } }).length).toBe(3);
  });
});
