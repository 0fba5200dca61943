import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { download } from "../../../toolchain/steps/stalled-download.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-download-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const inFolder = (name: string): string => join(folder, name);

describe("a download", () => {
  const fetch = (script: string) =>
    download({
      command: "sh",
      args: ["-c", script],
      env: { ...process.env, TARGET: inFolder("arriving") },
      folders: [inFolder("arriving")],
      log: inFolder("log"),
      patience: 3000,
    });

  test("fails, and does not crash the set-up, when its log can't be written", async () => {
    const given = { command: "sleep", args: ["5"], env: process.env, folders: [], log: folder };
    await expect(download(given)).resolves.toBe(false);
  });

  test("is waited for as long as something arrives", async () => {
    const script = 'mkdir -p "$TARGET"; for i in $(seq 14); do echo more >> "$TARGET/file"; sleep 0.3; done';
    await expect(fetch(script)).resolves.toBe(true);
  });

  test("is ended, with all it started, when nothing arrives", async () => {
    const started = performance.now();
    await expect(fetch("sleep 30 & sleep 30")).resolves.toBe(false);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test("that fails is none", async () => {
    await expect(fetch("exit 1")).resolves.toBe(false);
  });
});
