import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Program } from "../../toolchain/cluster/program.ts";
import { ProgramFailed, supervise } from "../../toolchain/cluster/supervision.ts";

let folder = "";
let end = new AbortController();
beforeEach(() => {
  end = new AbortController();
  folder = mkdtempSync(join(tmpdir(), "slipway-supervision-"));
});
afterEach(() => {
  end.abort();
  rmSync(folder, { recursive: true });
});

/** A program that does what the script says, and is ready when its file is there. */
function program(name: string, script: string, after: readonly string[] = []): Program {
  const file = join(folder, `${name}.ready`);
  return {
    name,
    command: "sh",
    args: ["-c", script.replaceAll("READY", file)],
    after,
    ready: async (signal) => {
      for (;;) {
        try {
          readFileSync(file);
          return;
        } catch {
          await sleep(10, undefined, { signal });
        }
      }
    },
  };
}

const said: string[] = [];
const options = (readyWithin = 20_000) => ({
  logs: join(folder, "log"),
  readyWithin,
  signal: end.signal,
  say: (line: string) => {
    said.push(line);
  },
});

describe("programs of a cluster", () => {
  test("start when those they come after are ready, and each is told", async () => {
    said.length = 0;
    const second = program("second", `test -e ${join(folder, "first.ready")} && touch READY; exec sleep 30`, [
      "first",
    ]);
    const first = program("first", "sleep 0.2; touch READY; exec sleep 30");
    await supervise([second, first], options());
    expect(said.map((line) => line.replace(/\d+\.\d/, "N"))).toEqual([
      "first ready, N s",
      "second ready, N s",
    ]);
  });

  test("that end before they are ready are told with the end of their log", async () => {
    const broken = program("broken", "for i in $(seq 30); do echo line $i; done; exit 3");
    const failure = supervise([broken], options());
    await expect(failure).rejects.toThrow(ProgramFailed);
    await expect(failure).rejects.toThrow(
      new RegExp(
        `^broken ended before it was ready \\(code 3\\)\\.\nline 16\n[^]*line 30\nThe whole log is ${folder}/log/broken.log`,
      ),
    );
  });

  test("that can't be started are told by their reason", async () => {
    const missing: Program = { ...program("missing", ""), command: join(folder, "none") };
    await expect(supervise([missing], options())).rejects.toThrow(/missing ended before .*ENOENT/);
  });

  test("that don't get ready in time are told by the time", async () => {
    const slow = program("slow", "exec sleep 30");
    await expect(supervise([slow], options(200))).rejects.toThrow(/^slow was not ready within 0\.2 s/);
  });

  test("keep the others from starting when one fails", async () => {
    const marker = join(folder, "started");
    const later = program("later", `touch ${marker}`, ["broken"]);
    await expect(supervise([program("broken", "exit 1"), later], options())).rejects.toThrow(/broken ended/);
    expect(() => readFileSync(marker)).toThrow();
  });

  test("that come after nothing, or after each other, are a mistake that is told", async () => {
    const one = program("one", "", ["two"]);
    await expect(supervise([one], options())).rejects.toThrow(/^one comes after two/);
    await expect(supervise([one, program("two", "", ["one"])], options())).rejects.toThrow(/comes after/);
  });

  test("start again when they end later", async () => {
    said.length = 0;
    writeFileSync(join(folder, "count"), "");
    const count = join(folder, "count");
    const flaky = program(
      "flaky",
      `echo run >> ${count}; touch READY; test $(wc -l < ${count}) -ge 2 && exec sleep 30; sleep 0.3; exit 7`,
    );
    await supervise([flaky], options());
    await expect.poll(() => readFileSync(count, "utf8"), { timeout: 20_000 }).toBe("run\nrun\n");
    expect(said).toContain("flaky ended (code 7) and is started again");
  });
});
