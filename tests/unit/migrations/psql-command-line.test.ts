import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrationPod } from "../../../components/data/migration/migration-pod.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { size } from "../../../model/size.ts";

/** Stands in for psql: prints what every process on the node may read of it, and then what only itself has. */
const program = `#!/bin/sh\nprintf '%s\\n' "$@" "and secretly $PGPASSWORD"\n`;

describe("psql, as a migration's pod starts it", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-psql-"));
    writeFileSync(join(folder, "psql"), program, { mode: 0o755 });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** What the first step does at an address. */
  function startedAt(address: string) {
    const pod = migrationPod({ spec: { containers: [], volumes: [] } }, [], {
      image: "postgres",
      size: size({ cpu: { request: millicores(10), limit: millicores(10) }, memory: mebibytes(16) }),
      configMap: "statements",
      awaited: { name: "app_application", letIn: true },
      before: { files: ["ledger.sql"], env: [] },
      after: { files: [], env: [] },
    });
    const [shell = "", ...args] = pod.spec.initContainers?.[0]?.command ?? [];
    const { status, stdout, stderr } = spawnSync(shell, args, {
      env: { PATH: `${folder}:/usr/bin:/bin`, DATABASE_PLAIN_ADDRESS: address },
      encoding: "utf8",
    });
    const lines = stdout.trimEnd().split("\n");
    return { status, stderr, password: lines.at(-1), commandLine: lines.slice(0, -1) };
  }

  test.each([
    ["open-sesame", "open-sesame"],
    ["p%2Fw%40%3A%25%c3%a9%20%27%22%5C%24", "p/w@:%é '\"\\$"],
    ["a:b+c?d&e=1", "a:b+c?d&e=1"],
    ["%2541%5c101", "%41\\101"],
  ])("has the password %s in its environment, and not on its command line", (written, password) => {
    const started = startedAt(`postgresql://app:${written}@database-rw:5432/app?sslmode=require`);
    expect(started).toMatchObject({ status: 0, stderr: "", password: `and secretly ${password}` });
    expect(started.commandLine).toContain("--file=/etc/slipway/migration/ledger.sql");
    expect(started.commandLine.at(-1)).toBe("--dbname=postgresql://app@database-rw:5432/app?sslmode=require");
  });

  test("keeps what an address has beside the password, for libpq to read", () => {
    const { commandLine } = startedAt("postgres://po%40stgres.ref:pw@[::1]:6543,second:5432/app");
    expect(commandLine.at(-1)).toBe("--dbname=postgres://po%40stgres.ref@[::1]:6543,second:5432/app");
  });

  test.each([
    "postgresql://app:KqX7/more@database-rw/app",
    "postgresql://app:KqX7@more@database-rw/app",
    "postgresql://app:KqX7%zz@database-rw/app",
    "postgresql://app:KqX7%2@database-rw/app",
    "postgresql://app:KqX7%00@database-rw/app",
    "postgresql://database-rw/app?user=app&password=KqX7",
    "postgresql://app:x@database-rw/app?password=KqX7",
    "host=database-rw password=KqX7",
    "",
  ])("is not started at what libpq would take for another address: %s", (address) => {
    const { status, stderr, commandLine } = startedAt(address);
    expect([status, commandLine]).toEqual([2, []]);
    expect(stderr).toMatch(/^The database takes no connection at the direct address: .*percent-encoded/);
    expect(stderr).not.toContain("KqX7");
  });
});
