import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { heartbeatProbes, httpProbes } from "../../../components/workloads/probes.ts";
import { heartbeat, heartbeatFile, httpHealth } from "../../../model/health.ts";
import { minutes, seconds } from "../../../model/quantities/duration.ts";

const run = promisify(execFile);

describe("probes of an HTTP process", () => {
  const probes = httpProbes(httpHealth({ live: "/live", ready: "/ready", detailed: "/health" }));

  test("ask for what the paths mean, on the named port (CF-23)", () => {
    expect(probes.livenessProbe.httpGet).toEqual({ path: "/live", port: "http" });
    expect(probes.readinessProbe.httpGet).toEqual({ path: "/ready", port: "http" });
    expect(probes.startupProbe.httpGet).toEqual({ path: "/live", port: "http" });
  });

  test("never ask for the detailed path (HLT-11)", () => {
    expect(JSON.stringify(probes)).not.toContain("/health");
  });

  test("default to 10 s, 2 s and 3 failures (HLT-12)", () => {
    expect(probes.livenessProbe).toMatchObject({ periodSeconds: 10, timeoutSeconds: 2, failureThreshold: 3 });
  });

  test("keep CRB's 30 s and 10 s (HLT-04, HLT-09)", () => {
    const slow = httpProbes(
      httpHealth({ live: "/l", ready: "/r", every: seconds(30), timeout: seconds(10) }),
    );
    expect(slow.readinessProbe).toMatchObject({ periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 });
  });

  test("give a start its whole budget and less than one look more, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600 }), (budget) => {
        const { startupProbe } = httpProbes(
          httpHealth({ live: "/l", ready: "/r", startup: seconds(budget) }),
        );
        const covered = (startupProbe.periodSeconds ?? 0) * (startupProbe.failureThreshold ?? 0);
        expect(covered).toBeGreaterThanOrEqual(budget);
        expect(covered).toBeLessThan(budget + 2);
      }),
    );
  });
});

describe("probes of a heartbeat", () => {
  const engine = heartbeatProbes(heartbeat({ every: seconds(5), missed: 3 }), "node");

  test("call a worker unready after three missed ticks, and restart it at four, seen three times (HLT-03)", () => {
    expect(engine.readinessProbe.exec?.command?.join(" ")).toContain("<15000?");
    expect(engine.livenessProbe.exec?.command?.join(" ")).toContain("<20000?");
    expect(engine.readinessProbe).toMatchObject({ periodSeconds: 10, failureThreshold: 1 });
    expect(engine.livenessProbe).toMatchObject({ periodSeconds: 10, failureThreshold: 3 });
  });

  test("look once a tick, but never more often than every 10 s", () => {
    expect(
      heartbeatProbes(heartbeat({ every: seconds(1), missed: 3 }), "node").livenessProbe.periodSeconds,
    ).toBe(10);
    expect(
      heartbeatProbes(heartbeat({ every: minutes(1), missed: 3 }), "node").livenessProbe.periodSeconds,
    ).toBe(60);
  });

  test("give the first tick its whole budget", () => {
    expect(engine.startupProbe).toMatchObject({ periodSeconds: 10, failureThreshold: 6 });
  });

  // The command runs as it stands, but for the file's place: no such folder is on this machine.
  test.each(["node", "python"] as const)(
    "really tell a fresh heartbeat from an old one and none, in %s",
    async (runtime) => {
      const folder = mkdtempSync(join(tmpdir(), "heartbeat-"));
      onTestFinished(() => {
        rmSync(folder, { recursive: true });
      });
      const file = join(folder, "heartbeat");
      const [program = "", ...args] = (
        heartbeatProbes(heartbeat({ every: seconds(5), missed: 3 }), runtime).readinessProbe.exec?.command ??
        []
      ).map((word) => word.replace(heartbeatFile, file));
      const ask = () => run(program === "python" ? "python3" : program, args);
      await expect(ask()).rejects.toMatchObject({ code: 1 });
      writeFileSync(file, "");
      await expect(ask()).resolves.toBeDefined();
      const age = Date.now() / 1000 - 16;
      utimesSync(file, age, age);
      await expect(ask()).rejects.toMatchObject({ code: 1 });
    },
  );
});
