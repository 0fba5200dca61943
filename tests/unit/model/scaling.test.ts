import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percent } from "../../../model/quantities/percentage.ts";
import { autoscale, fewestReplicas, mostReplicas, replicas } from "../../../model/scaling.ts";

describe("Scaling", () => {
  it("with a fixed number has that many at the least and at the most", () => {
    fc.assert(
      fc.property(fc.nat(), (count) => {
        expect(fewestReplicas(replicas(count))).toBe(count);
        expect(mostReplicas(replicas(count))).toBe(count);
      }),
    );
  });

  it("with an autoscaler has its bounds", () => {
    const scaling = autoscale({ minimum: 2, maximum: 6, cpu: percent(70) });
    expect(scaling).toEqual({ kind: "autoscaled", minimum: 2, maximum: 6, cpu: percent(70) });
    expect(fewestReplicas(scaling)).toBe(2);
    expect(mostReplicas(scaling)).toBe(6);
  });
});
