import { describe, expect, test } from "vitest";
import { failureIn, parseOutput } from "../../../tools/live/engine-output.ts";

describe("the engine's output", () => {
  test("of a failure is its errors, without the rest", () => {
    const output = JSON.stringify({
      config: { "slipway:environment": "…" },
      diagnostics: [
        { severity: "warning", message: "warning: old field\n" },
        { severity: "error", message: "error: no such context\n" },
      ],
    });
    expect(failureIn(output)).toBe("error: no such context");
  });

  test("of a failure without an error is what else it said, or that it said nothing", () => {
    expect(failureIn(JSON.stringify({ diagnostics: [{ severity: "info", message: "stopped\n" }] }))).toBe(
      "stopped",
    );
    expect(failureIn("{}")).toMatch(/no other reason/);
  });

  test("that is no JSON is said so, with its start", () => {
    expect(() => parseOutput("")).toThrow("it printed nothing");
    expect(() => failureIn(`fatal ${"x".repeat(1000)}`)).toThrow(
      /^The engine printed no JSON.{0,40}\nfatal x{294}$/s,
    );
  });
});
