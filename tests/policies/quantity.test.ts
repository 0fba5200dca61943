import { describe, expect, it } from "vitest";
import { ONE, quantityOf } from "../../policies/kubernetes/quantity.ts";

describe("a quantity", () => {
  it.each([
    ["1", ONE],
    [1, ONE],
    [0.5, ONE / 2n],
    ["0.5", ONE / 2n],
    [".5", ONE / 2n],
    ["5.", 5n * ONE],
    ["+3", 3n * ONE],
    ["-3", -3n * ONE],
    ["0", 0n],
    ["500m", ONE / 2n],
    ["1n", 1n],
    ["250u", 250_000n],
    ["1k", 1000n * ONE],
    ["2M", 2_000_000n * ONE],
    ["1Ki", 1024n * ONE],
    ["1.5Gi", 1_610_612_736n * ONE],
    ["1Ei", 1024n ** 6n * ONE],
    ["1E", 10n ** 18n * ONE],
    ["1e3", 1000n * ONE],
    ["1E3", 1000n * ONE],
    ["12e-1", (12n * ONE) / 10n],
    [1e21, 10n ** 21n * ONE],
    // Finer steps are rounded up, as the API server does.
    ["0.1n", 1n],
    ["1e-12", 1n],
  ])("%j is read exactly", (value, expected) => {
    expect(quantityOf(value)).toBe(expected);
  });

  it.each([
    "",
    "m",
    "1 Gi",
    "1GB",
    "1ki",
    "1K",
    "1mi",
    "1.2.3",
    "--1",
    "1e",
    "0x10",
    "1e999",
    NaN,
    Infinity,
    null,
    true,
    {},
  ])("%j is none", (value) => {
    expect(quantityOf(value)).toBeUndefined();
  });
});
