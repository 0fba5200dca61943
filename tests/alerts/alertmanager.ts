import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { debianPackages, hasDebianPackages } from "../../toolchain/cluster/debian.ts";

const packages = ["prometheus", "prometheus-alertmanager"];

/** Debian's Alertmanager reads its templates at this place alone, so they are shown there to it, and to nobody else. */
const templates = "usr/share/prometheus";
const own =
  'mount -t tmpfs none /usr/share && mkdir "/$1" && mount --bind "$0/$1" "/$1" && shift && exec "$@"';

/** A view of the machine's files that is a process' own. Who is not root becomes the root of it. */
const unshared = ["--mount", ...(process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"])];

/** Whether this machine has fetched Alertmanager, which comes with amtool, and can run it. */
export const hasAlertmanager = (): boolean =>
  hasDebianPackages(packages) && spawnSync("unshare", [...unshared, "true"]).status === 0;

/** An alert as Prometheus sends it. */
export interface SentAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly startsAt?: string;
  readonly endsAt?: string;
}

async function inFile<T>(configuration: unknown, use: (file: string, root: string) => T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-routes-"));
  try {
    const file = join(folder, "alertmanager.yml");
    writeFileSync(file, stringify(configuration, { lineWidth: 0, aliasDuplicateObjects: false }));
    return use(file, await debianPackages(packages));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const amtool = (root: string, args: readonly string[]): string =>
  execFileSync(join(root, "usr/bin/amtool"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Has amtool read a configuration. @throws Error with what it says. */
export const checkConfiguration = (configuration: unknown): Promise<string> =>
  inFile(configuration, (file, root) => amtool(root, ["check-config", file]));

/** Whom amtool says that alerts with these labels go to, for each. */
export const routesByAmtool = (
  configuration: unknown,
  alerts: readonly SentAlert["labels"][],
): Promise<readonly (readonly string[])[]> =>
  inFile(configuration, (file, root) =>
    alerts.map((labels) => {
      const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      return amtool(root, ["config", "routes", "test", `--config.file=${file}`, ...pairs])
        .trim()
        .split(",");
    }),
  );

/** An Alertmanager on this machine's loopback. */
export interface RunningAlertmanager {
  readonly url: string;
  /** As Prometheus sends them. */
  readonly send: (alerts: readonly SentAlert[]) => Promise<void>;
  /** What it says of the alerts that it has. */
  readonly alerts: () => Promise<readonly KnownAlert[]>;
  readonly stop: () => Promise<void>;
}

/** An alert as Alertmanager tells of it. */
export interface KnownAlert extends SentAlert {
  readonly receivers: readonly { readonly name: string }[];
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

/** Starts Alertmanager itself. @throws Error with what it wrote, when it does not answer within ten seconds. */
export async function startAlertmanager(configuration: unknown): Promise<RunningAlertmanager> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-alertmanager-"));
  const file = join(folder, "alertmanager.yml");
  writeFileSync(file, stringify(configuration, { lineWidth: 0, aliasDuplicateObjects: false }));
  const address = `127.0.0.1:${await freePort()}`;
  const root = await debianPackages(packages);
  const program = spawn(
    "unshare",
    [
      ...unshared,
      ...["sh", "-c", own, root, templates],
      join(root, "usr/bin/prometheus-alertmanager"),
      `--config.file=${file}`,
      `--storage.path=${folder}`,
      `--web.listen-address=${address}`,
      "--cluster.listen-address=",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  program.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  const ended = once(program, "exit");
  const url = `http://${address}`;
  const stop = async (): Promise<void> => {
    program.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  for (let tries = 0; !(await isReady(url)); tries += 1) {
    if (tries < 100 && program.exitCode === null) {
      await sleep(100);
      continue;
    }
    await stop();
    throw new Error(`Alertmanager does not answer: ${log}`);
  }
  return {
    url,
    stop,
    send: async (alerts) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: "POST",
        headers,
        body: JSON.stringify(alerts),
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
    },
    alerts: async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as readonly KnownAlert[],
  };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
