import { describe, expect, it } from "vitest";
import { mebibytes } from "../../../../model/quantities/bytes.ts";
import { milliseconds } from "../../../../model/quantities/duration.ts";
import { percent } from "../../../../model/quantities/percentage.ts";
import { autoscale, replicas } from "../../../../model/scaling.ts";
import { scratch } from "../../../../model/size.ts";
import { validateScaling } from "../../../../model/validation/validate-workload.ts";
import { pages } from "../declared-shop.ts";
import { problemsOf } from "./problems-of.ts";

const path = "shop.services.it";

describe("slips that only a cluster would find", () => {
  it("are named: more pods than any cluster holds", () => {
    expect(validateScaling("at", replicas(1000))).toEqual([]);
    expect(validateScaling("at", replicas(1001))).toEqual([
      { path: "at.replicas", message: "1001 is more than 1000 pods; give fewer" },
    ]);
    expect(validateScaling("at", autoscale({ minimum: 2, maximum: 1e9, cpu: percent(70) }))).toEqual([
      { path: "at.maximum", message: "1000000000 is more than 1000 pods; give fewer" },
    ]);
  });

  it.each(["/a:b", "/a b", `/${"a".repeat(50)}`, "/a//b", "/a/"])(
    "are named: a scratch folder %j",
    (folder) => {
      const [problem, ...others] = problemsOf({ ...pages, scratch: [scratch(folder, mebibytes(1))] });
      expect(others).toEqual([]);
      expect(problem?.message).toContain("a volume's name can't follow");
    },
  );

  it("are named: two folders of one volume", () => {
    const folders = [scratch("/a-b", mebibytes(1)), scratch("/a_b", mebibytes(1))];
    expect(problemsOf({ ...pages, scratch: folders }).map(({ message }) => message)).toEqual([
      '"/a_b" and "/a-b" would be one volume; rename one',
    ]);
  });

  it.each(["/run", "/run/slipway"])("are named: %s over the heartbeat", (folder) => {
    expect(problemsOf({ ...pages, scratch: [scratch(folder, mebibytes(1))] })).toEqual([
      { path: `${path}.scratch[0]`, message: `"${folder}" is where the heartbeat is; choose another folder` },
    ]);
  });

  it("are named: a probe of less than a second", () => {
    const hasty = { ...pages.health, every: milliseconds(999), timeout: milliseconds(999) };
    expect(problemsOf({ ...pages, health: hasty })).toEqual([
      { path: `${path}.health.every`, message: "999ms is less than the 1s that a probe can do" },
      { path: `${path}.health.timeout`, message: "999ms is less than the 1s that a probe can do" },
    ]);
  });
});
