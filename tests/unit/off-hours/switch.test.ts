import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ScaleTarget } from "../../../components/off-hours/scale-targets.ts";
import type { SwitchOrder } from "../../../components/off-hours/switch-order.ts";

const program = fileURLToPath(new URL("../../../components/off-hours/switch.ts", import.meta.url));
const token = "the-token-of-the-job";

/** Replicas by `<resource>/<name>`, as an API server has them. */
let found: Map<string, number>;
/** What was asked for, in order. */
let asked: string[];
let server: Server;
let folder: string;
let address: string;

beforeEach(async () => {
  found = new Map();
  asked = [];
  folder = mkdtempSync(join(tmpdir(), "switch-"));
  writeFileSync(join(folder, "token"), `${token}\n`);
  server = createServer((request, response) => {
    const [, what = ""] =
      /^\/apis\/apps\/v1\/namespaces\/shop-dev\/(.*)\/scale$/.exec(request.url ?? "") ?? [];
    const replicas = found.get(what);
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      asked.push(`${request.method} ${what}${body === "" ? "" : ` ${body}`}`);
      if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
      else if (replicas === undefined) response.writeHead(404).end();
      else {
        if (request.method === "PATCH") {
          expect(request.headers["content-type"]).toBe("application/merge-patch+json");
          found.set(what, (JSON.parse(body) as { spec: { replicas: number } }).spec.replicas);
        }
        // As the API server does, nothing stands for none.
        const now = found.get(what);
        response.end(JSON.stringify({ spec: now === 0 ? {} : { replicas: now } }));
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const targets: readonly ScaleTarget[] = [
  { resource: "statefulsets", name: "database", replicas: 1 },
  { resource: "deployments", name: "api", replicas: 2 },
];

interface Ended {
  readonly code: number;
  readonly printed: string;
}

function run(direction: SwitchOrder["direction"]): Promise<Ended> {
  const order: SwitchOrder = {
    direction,
    apiServer: address,
    token: join(folder, "token"),
    namespace: "shop-dev",
    targets,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, JSON.stringify(order)], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, printed: stdout + stderr });
    });
  });
}

test("down: who reads a data store goes before it", async () => {
  found = new Map([
    ["statefulsets/database", 1],
    ["deployments/api", 3],
  ]);
  expect(await run("down")).toMatchObject({ code: 0 });
  expect(found).toEqual(
    new Map([
      ["statefulsets/database", 0],
      ["deployments/api", 0],
    ]),
  );
  expect(asked.filter((request) => request.startsWith("PATCH"))).toEqual([
    'PATCH deployments/api {"spec":{"replicas":0}}',
    'PATCH statefulsets/database {"spec":{"replicas":0}}',
  ]);
});

test("up: to the declared number, and what is on already is left alone", async () => {
  found = new Map([
    ["statefulsets/database", 0],
    ["deployments/api", 5],
  ]);
  const { code, printed } = await run("up");
  expect(code).toBe(0);
  expect(found).toEqual(
    new Map([
      ["statefulsets/database", 1],
      ["deployments/api", 5],
    ]),
  );
  expect(printed).toBe("statefulsets/database: 0 → 1\ndeployments/api: stays at 5\n");
});

test("twice the same way changes nothing the second time, so a job may be tried again", async () => {
  found = new Map([
    ["statefulsets/database", 0],
    ["deployments/api", 0],
  ]);
  await run("up");
  asked = [];
  expect(await run("up")).toMatchObject({ code: 0 });
  expect(asked.filter((request) => request.startsWith("PATCH"))).toEqual([]);
});

test("one that can't be switched fails the job and keeps none of the others on, and no token is printed", async () => {
  found = new Map([["statefulsets/database", 1]]);
  const { code, printed } = await run("down");
  expect(code).toBe(1);
  expect(printed).toContain("deployments/api: 404 Not Found");
  expect(printed).not.toContain(token);
  expect(found.get("statefulsets/database")).toBe(0);
});

test("an API server that is not there fails the job", async () => {
  server.close();
  const { code, printed } = await run("down");
  expect(code).toBe(1);
  expect(printed).toMatch(/deployments\/api: fetch failed: .*ECONNREFUSED/);
});
