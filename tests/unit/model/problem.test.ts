import { describe, expect, it } from "vitest";
import { throwIfAny, ValidationError } from "../../../model/problem.ts";

describe("throwIfAny", () => {
  it("says nothing when there is no problem", () => {
    expect(() => {
      throwIfAny("Shop", []);
    }).not.toThrow();
  });

  it("throws every problem at once, each on a line of its own", () => {
    const problems = [
      { path: "shop.a", message: "is wrong" },
      { path: "shop.b", message: "is too" },
    ];
    const error = new ValidationError("Shop", problems);
    expect(error.message).toBe("Shop: 2 problems\n  shop.a: is wrong\n  shop.b: is too");
    expect(error.problems).toBe(problems);
    expect(error.name).toBe("ValidationError");
    expect(() => {
      throwIfAny("Shop", problems);
    }).toThrow(error);
  });

  it("counts one problem as one", () => {
    expect(() => {
      throwIfAny("Shop", [{ path: "shop.a", message: "is wrong" }]);
    }).toThrow("Shop: 1 problem\n  shop.a: is wrong");
  });
});
