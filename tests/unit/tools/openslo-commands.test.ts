import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { importCommand } from "../../../tools/openslo/import-command.ts";
import { withWatchedStack } from "../../../tools/watched-stack.ts";

let said: string[];

beforeEach(() => {
  said = [];
  const say = (line: string): void => void said.push(line);
  vi.spyOn(console, "log").mockImplementation(say);
  vi.spyOn(console, "error").mockImplementation(say);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("a command about objectives", () => {
  async function run(...args: readonly string[]) {
    const command = vi.fn();
    const before = process.exitCode;
    onTestFinished(() => {
      process.exitCode = before;
    });
    process.exitCode = 0;
    await withWatchedStack("Usage: make openslo", command, args);
    return { ran: command.mock.calls, exitCode: process.exitCode };
  }

  test("is run with its stack", async () => {
    expect(await run("staging")).toEqual({ ran: [["staging"]], exitCode: 0 });
  });

  test.each([["-h"], ["--help"], ["staging", "-h"], ["--help", "nowhere"]])(
    "says how it is called, and does nothing: %j",
    async (...args) => {
      expect(await run(...args)).toEqual({ ran: [], exitCode: 0 });
      expect(said).toEqual(["Usage: make openslo"]);
    },
  );

  test.each([
    [["dev"], 'There is no stack "dev" with objectives. Say STACK= and one of: staging, production.'],
    [[], 'There is no stack ""'],
    [["staging", "production"], '"production": too many arguments, 1 at the most.\nUsage: make openslo'],
    [["staging", "--dry"], "Unknown option '--dry'"],
  ])("does nothing when it is called with %j", async (args, reason) => {
    expect(await run(...args)).toEqual({ ran: [], exitCode: 2 });
    expect(said.join("\n")).toContain(reason);
  });
});

describe("an import", () => {
  test.each([
    [["docs"], '"docs" is a folder. Say FILE= and one with documents of openslo/v1.'],
    [["nowhere.yaml"], 'There is no file "nowhere.yaml". Say FILE='],
    [[""], 'There is no file "". Say FILE='],
    [["README.md/slo.yaml"], "can't be read: ENOTDIR"],
    [["one.yaml", "two.yaml"], '"two.yaml": too many arguments, 1 at the most.'],
    [["--fast", "one.yaml"], "Usage: make openslo-import"],
  ])("is not called with %j", (args, reason) => {
    expect(() => importCommand(args)).toThrow(reason);
  });

  test("says how it is called, and ends with 1 where something can't be read", () => {
    expect(importCommand(["docs", "-h"])).toBe(0);
    expect(said[0]).toMatch(/^Usage: make openslo-import/);
    const folder = mkdtempSync(join(tmpdir(), "slipway-openslo-"));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    writeFileSync(join(folder, "slo.yaml"), "kind: SLO\n");
    expect(importCommand([join(folder, "slo.yaml")])).toBe(1);
    expect(said.at(-1)).toMatch(/^document 1/);
  });
});
