import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "kubernetes-types/apps/v1.d.ts";
import type { Container, Probe } from "kubernetes-types/core/v1.d.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { portVariable } from "../../../model/container-variables.ts";
import { heartbeatFile } from "../../../model/health.ts";
import { metricsPortVariable } from "../../../model/metrics-endpoint.ts";
import { systems } from "../../../systems/all.ts";
import { whyNoGo } from "../../../toolchain/cluster/go-module.ts";
import { runCommand } from "../../support/run-command.ts";
import { freePort } from "../backup/child-process.ts";
import { buildEnvironment } from "../go-program.ts";
import { servicesTable } from "./services-table.ts";
import { programSources, standInProgram } from "./stand-in-program.ts";

/** With cold caches Go fetches and compiles all that the program is made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoGo();
if (reason !== undefined) console.log(`The stand-in program is not tried: ${reason}.`);

test.skipIf(reason !== undefined)(
  "the program's own tests pass, and its form is Go's",
  async () => {
    const options = { cwd: programSources, env: { ...process.env, ...buildEnvironment } };
    expect(await runCommand("gofmt", ["-l", "."], options)).toEqual({ exitCode: 0, output: "" });
    for (const check of ["vet", "test"]) {
      const { exitCode, output } = await runCommand("go", [check, "./..."], options);
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    }
  },
  COLD_MILLISECONDS,
);

let place = "";
let program = "";
let store: Server | undefined;
const running: ChildProcess[] = [];
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "slipway-app-"));
  if (reason === undefined) program = await standInProgram(console.log);
  store = createServer((connection) => connection.destroy()).listen(0, "127.0.0.1");
  await once(store, "listening");
}, COLD_MILLISECONDS);
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  store?.close();
  rmSync(place, { recursive: true, force: true });
});

interface Started {
  readonly name: string;
  readonly system: string;
  readonly image: string;
  readonly container: Container;
}

describe.skipIf(reason !== undefined).each(["dev", "staging", "production"])(
  "every container of %s that a command starts",
  (stack) => {
    test.concurrent.each(containersOf(stack))(
      "$name comes up by its own probes and stops when told",
      async (started) => {
        const { child, exited, address } = await start(stack, started);
        const { startupProbe, livenessProbe, readinessProbe } = started.container;
        for (const probe of [startupProbe, livenessProbe, readinessProbe])
          expect(await passes(probe, address, folderOf(stack, started))).toBe(true);
        child.kill("SIGTERM");
        expect(await exited).toEqual([0, null]);
        expect(await passes(livenessProbe, address, join(place, "nothing"))).toBe(false);
      },
    );
  },
);

/** The containers of a stack's golden manifests whose image is a system's own, and whose command is declared. */
function containersOf(stack: string): Started[] {
  return systems.flatMap(({ name: system, services }) => {
    const golden = new URL(`../../stacks/goldens/${stack}/${system}.yaml`, import.meta.url);
    return parseAllDocuments(readFileSync(golden, "utf8"))
      .map((document) => document.toJS() as Deployment)
      .filter(({ kind }) => ["Deployment", "StatefulSet", "Rollout"].includes(kind ?? ""))
      .flatMap(({ metadata, spec }) => {
        const [container] = spec?.template.spec?.containers ?? [];
        const service = services[metadata?.name ?? ""];
        // A static site is served by nginx itself.
        if (!container?.command || !service || !("command" in service)) return [];
        return [{ name: `${system}/${container.name}`, system, image: service.image, container }];
      });
  });
}

const folderOf = (stack: string, { name }: Started): string => join(place, stack, name);

interface Running {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  readonly address: string;
}

async function start(stack: string, started: Started): Promise<Running> {
  const folder = folderOf(stack, started);
  mkdirSync(folder, { recursive: true });
  const system = systems.find(({ name }) => name === started.system);
  if (!system) throw new Error(`there is no system ${started.system}`);
  const table = JSON.stringify(servicesTable(system, started.image));
  writeFileSync(join(folder, "table.json"), table.replaceAll(heartbeatFile, join(folder, "heartbeat")));
  const port = await freePort();
  const environment = variablesOf(started.container, port);
  const [command = "", ...args] = (started.container.command ?? []).map((word) =>
    expanded(word, environment),
  );
  const child = spawn(program, args, {
    argv0: command,
    env: { ...environment, STAND_IN_FOLDER: folder },
    stdio: "ignore",
  });
  running.push(child);
  const exited = once(child, "exit");
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries++) {
    if (await passes(started.container.startupProbe, address, folder)) break;
    await sleep(50);
  }
  return { child, exited, address };
}

/** As the cluster would set them, but for the port, and with every secret the address of the one store. */
function variablesOf({ env = [] }: Container, port: number): Record<string, string> {
  const { port: storePort } = store?.address() as AddressInfo;
  const given = env.map(({ name, value }) => [
    name,
    value?.replace("vector-store:6333", `127.0.0.1:${storePort}`),
  ]);
  const secret = `store://user:password@127.0.0.1:${storePort}/name?with=parameters`;
  const variables: Record<string, string> = {
    [portVariable]: String(port),
    [metricsPortVariable]: String(port),
  };
  for (const [name = "", value] of given)
    if (name !== portVariable && name !== metricsPortVariable)
      variables[name] = value === undefined ? secret : expanded(value, variables);
  return variables;
}

/** References to variables that were set before, as Kubernetes fills them in. */
const expanded = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\((\w+)\)/g, (_, name: string) => variables[name] ?? "");

async function passes(probe: Probe | undefined, address: string, folder: string): Promise<boolean> {
  if (probe?.httpGet) {
    const answer = await fetch(`${address}${probe.httpGet.path ?? ""}`).catch(() => undefined);
    return answer?.ok ?? false;
  }
  const [command = "", ...args] = (probe?.exec?.command ?? []).map((word) =>
    word.replaceAll(heartbeatFile, join(folder, "heartbeat")),
  );
  const child = spawn(program, args, { argv0: command, env: {}, stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}
