import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { replaceFolder, writeWhole } from "../../../toolchain/steps/atomic-file.ts";
import { run } from "../../../toolchain/steps/command.ts";
import { diskMessage, requireDisk, saysDiskIsFull } from "../../../toolchain/steps/disk.ts";
import { isAlive, withLock } from "../../../toolchain/steps/lock.ts";
import { isInstalled, stampOf } from "../../../toolchain/steps/npm-packages.ts";
import { isAtLeast } from "../../../toolchain/steps/version.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-steps-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const inFolder = (...names: string[]): string => join(folder, ...names);

function write(name: string, content: unknown): void {
  mkdirSync(join(inFolder(name), ".."), { recursive: true });
  writeFileSync(inFolder(name), typeof content === "string" ? content : JSON.stringify(content));
}

describe("versions", () => {
  test.each([
    ["v3.232.0", "3.232.0", true],
    ["3.265.1", "3.232.0", true],
    ["3.99.9", "3.232.0", false],
    ["go1.26.8", "1.25.8", true],
    ["go1.9.1", "1.25.8", false],
    ["4.0.0", "3.232.0", true],
    ["", "3.232.0", false],
  ])("%s against %s: %s", (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });
});

describe("npm packages", () => {
  const locked = { version: "1.0.0", integrity: "sha512-a" };
  const install = (packages: object, actual: object): void => {
    write("package-lock.json", { packages });
    write("node_modules/.package-lock.json", { packages: actual });
    write("node_modules/a/package.json", "{}");
  };

  test("are installed when npm's own lockfile says what ours says", () => {
    install({ "": {}, "node_modules/a": locked }, { "node_modules/a": locked });
    expect(isInstalled(folder)).toBe(true);
  });

  test("are not when one is missing, of another version, or its folder is gone", () => {
    install({ "node_modules/a": locked, "node_modules/b": locked }, { "node_modules/a": locked });
    expect(isInstalled(folder)).toBe(false);
    install({ "node_modules/a": locked }, { "node_modules/a": { ...locked, version: "0.9.0" } });
    expect(isInstalled(folder)).toBe(false);
    install({ "node_modules/a": locked }, { "node_modules/a": locked });
    rmSync(inFolder("node_modules/a"), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });

  test("are without what npm leaves out for another platform", () => {
    install(
      { "node_modules/a": locked, "node_modules/b": { ...locked, optional: true } },
      { "node_modules/a": locked },
    );
    expect(isInstalled(folder)).toBe(true);
  });

  test("are not while npm is still at work, or was stopped", () => {
    write("package-lock.json", { packages: {} });
    write("node_modules/a/package.json", "{}");
    expect(isInstalled(folder)).toBe(false);
  });

  test("have a stamp that moves with each file, and with a file that goes away", () => {
    write("package.json", "1");
    const stamp = stampOf(["package.json", "other"], folder);
    expect(stampOf(["package.json", "other"], folder)).toBe(stamp);
    write("other", "");
    write("package.json", "2");
    const changed = stampOf(["package.json", "other"], folder);
    expect(changed).not.toBe(stamp);
    expect(changed).toContain(process.version);
  });
});

describe("the lock", () => {
  const lock = (): string => inFolder("setup.lock");

  test("is held while the work runs and free after it, also when it fails", async () => {
    await withLock(
      lock(),
      () => undefined,
      () => {
        expect(existsSync(lock())).toBe(true);
        return Promise.resolve();
      },
    );
    expect(existsSync(lock())).toBe(false);
    await expect(
      withLock(
        lock(),
        () => undefined,
        () => Promise.reject(new Error("no")),
      ),
    ).rejects.toThrow("no");
    expect(existsSync(lock())).toBe(false);
  });

  test("of a process that is gone is taken over", async () => {
    const gone = spawnSync("true").pid;
    write("setup.lock", { pid: gone, started: "long ago" });
    const waited: number[] = [];
    await withLock(
      lock(),
      ({ pid }) => waited.push(pid),
      () => Promise.resolve(),
    );
    expect(waited).toEqual([]);
  });

  test("of a process whose number another one has now is taken over", () => {
    expect(isAlive({ pid: process.pid, started: "long ago" })).toBe(false);
  });

  test("that is cut off in the middle of a word is taken over", async () => {
    write("setup.lock", '{"pid":');
    await expect(
      withLock(
        lock(),
        () => undefined,
        () => Promise.resolve("done"),
      ),
    ).resolves.toBe("done");
  });

  test("makes the second wait for the first", async () => {
    const order: string[] = [];
    const child = spawn("sleep", ["30"]);
    const started = spawnSync("ps", ["-o", "lstart=", "-p", String(child.pid)], {
      encoding: "utf8",
    }).stdout.trim();
    write("setup.lock", { pid: child.pid, started });
    const second = withLock(
      lock(),
      ({ pid }) => {
        order.push(`waits for ${pid}`);
        setTimeout(() => {
          order.push("first ends");
          child.kill();
        }, 500);
      },
      () => Promise.resolve(order.push("runs")),
    );
    await second;
    expect(order).toEqual([`waits for ${String(child.pid)}`, "first ends", "runs"]);
  });
});

describe("files", () => {
  test("are replaced whole", () => {
    writeWhole(inFolder("deep", "file"), "one");
    writeWhole(inFolder("deep", "file"), "two");
    expect(readFileSync(inFolder("deep", "file"), "utf8")).toBe("two");
  });

  test("a folder takes another's place", async () => {
    write("old/a", "old");
    write("new/a", "new");
    await replaceFolder(inFolder("new"), inFolder("old"));
    expect(readFileSync(inFolder("old/a"), "utf8")).toBe("new");
    expect(existsSync(inFolder("new"))).toBe(false);
    expect(existsSync(inFolder("new.old"))).toBe(false);
  });

  test("a folder takes a place in a folder that is not there yet", async () => {
    write("new/a", "new");
    await replaceFolder(inFolder("new"), inFolder("not/yet/there"));
    expect(readFileSync(inFolder("not/yet/there/a"), "utf8")).toBe("new");
  });
});

describe("the disk", () => {
  test("is asked before the work", async () => {
    const need = { what: "Building", directory: folder, bytes: Number.MAX_SAFE_INTEGER };
    await expect(requireDisk(need)).rejects.toThrow(/Building needs .* GB of free disk in .* Free some/);
    await expect(requireDisk({ ...need, bytes: 1 })).resolves.toBeUndefined();
    await expect(
      requireDisk({ ...need, bytes: 1, directory: inFolder("not", "yet") }),
    ).resolves.toBeUndefined();
    expect(diskMessage({ ...need, bytes: 4 * 1024 ** 3 }, 1024 ** 3)).toContain("needs 4.0 GB");
  });

  test("that is full is recognised in what a tool prints", () => {
    for (const text of ["npm error code ENOSPC", "write: no space left on device", "Disk quota exceeded"]) {
      expect(saysDiskIsFull(text)).toBe(true);
    }
    expect(saysDiskIsFull("npm error code E404")).toBe(false);
  });
});

describe("commands", () => {
  const shell = (script: string) =>
    run({ command: "sh", args: ["-c", script], cwd: folder, log: inFolder("log"), advice: "Do this." });

  test("that fail show the end of what they said and what to do", async () => {
    await expect(shell("echo broken; exit 3")).rejects.toThrow(
      /sh -c failed \(3\)\.\nbroken\n.*\nDo this\./s,
    );
    await expect(shell("echo ENOSPC; exit 1")).rejects.toThrow("The disk is full. Free some");
    await expect(shell("true")).resolves.toBeUndefined();
  });

  test("that are not there say so", async () => {
    const missing = {
      command: "no-such-command",
      args: [],
      cwd: folder,
      log: inFolder("log"),
      advice: "Install it.",
    };
    await expect(run(missing)).rejects.toThrow(/no-such-command could not be started.*Install it\./);
  });
});
