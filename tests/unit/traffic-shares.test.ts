import { describe, expect, test } from "vitest";
import type { Second } from "../e2e/lifecycle/support/load.ts";
import { answeredBy } from "../e2e/lifecycle/support/traffic-shares.ts";

const second = (at: number, versions: Record<string, number>): Second => ({
  at,
  failed: 0,
  versions,
  requests: Object.values(versions).reduce((sum, count) => sum + count, 0),
});

describe("the share of answers that a version gave", () => {
  const timeline = [
    second(100, { v1: 10 }),
    second(101, { v1: 10 }),
    second(102, { v1: 9, v2: 1 }),
    second(103, { v1: 8, v2: 2 }),
    second(104, { v2: 10 }),
  ];

  test("is counted while one weight is in force, from when the gateway has heard of it", () => {
    const share = { percent: 15, from: 100_000, to: 104_000 };
    expect(answeredBy({ timeline }, share, "v2")).toEqual({ percent: 15, requests: 20 });
  });

  test("is none where that was too short", () => {
    expect(answeredBy({ timeline }, { percent: 15, from: 103_000, to: 104_000 }, "v2")).toBeUndefined();
  });
});
