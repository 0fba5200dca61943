import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { isRunning, lockIn, shownHolders, verdictOn } from "../../../tools/live/lock.ts";

const message = `\u001B[31merror: \u001B[0mthe stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///state/.pulumi/locks/a.json?no_tmp_dir=true: created by ann@home@laptop (pid 42) at 2026-01-02T03:04:05Z
  file:///state/.pulumi/locks/b.json?no_tmp_dir=true: created by ci@runner (pid 7) at 2026-01-02T03:05:05Z\u001B[0m
`;
const ann = { user: "ann@home", host: "laptop", pid: 42, since: "2026-01-02T03:04:05Z" };

const given = { host: "laptop", isRunning: () => false, isForced: false, isTerminal: false };

describe("the lock of a stack", () => {
  test("is read with its holders from what the engine says", () => {
    const lock = lockIn(message);
    expect(lock?.holders).toEqual([
      ann,
      { user: "ci", host: "runner", pid: 7, since: "2026-01-02T03:05:05Z" },
    ]);
    expect(lock && shownHolders(lock)).toContain(
      "ann@home on laptop (process 42) since 2026-01-02T03:04:05Z",
    );
  });

  test("has no named holder where a backend names none, and is none in another failure", () => {
    expect(lockIn("error: [409] Conflict: Another update is currently in progress.")).toEqual({
      holders: [],
    });
    expect(lockIn("error: the cluster is unreachable")).toBeUndefined();
  });

  test("is freed unasked when its holders are processes of this machine that ended", () => {
    expect(verdictOn({ holders: [ann] }, given)).toBe("free");
    expect(verdictOn({ holders: [ann] }, { ...given, isRunning: () => true })).toBe("leave");
    expect(verdictOn({ holders: [ann, { ...ann, host: "runner" }] }, given)).toBe("leave");
    expect(verdictOn({ holders: [] }, given)).toBe("leave");
  });

  test("is asked about at a terminal, and freed by force", () => {
    expect(verdictOn({ holders: [ann] }, { ...given, isTerminal: true })).toBe("ask");
    expect(verdictOn({ holders: [] }, { ...given, isForced: true })).toBe("free");
  });

  test("is of a process that runs or has ended", () => {
    expect(isRunning(process.pid)).toBe(true);
    expect(isRunning(spawnSync("true").pid)).toBe(false);
  });
});
