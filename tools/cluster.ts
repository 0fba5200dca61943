import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import {
  type Cluster,
  runningCluster,
  runningClusters,
  startCluster,
  stopCluster,
} from "../toolchain/cluster/cluster.ts";
import { say, SetupError } from "../toolchain/steps/step.ts";

const usage = `Usage: node tools/cluster.ts up|down|status|kubeconfig [--name NAME]

A Kubernetes cluster on this machine, alone in its own network namespace, to try things on.
  up          start it, or say how to use the one that runs; it runs until "down"
  down        stop it and remove all of it but its logs
  status      what runs, and where; exit code 1 when it does not run
  kubeconfig  print its kubeconfig
--name tells several clusters apart; "slipway" when it is left out.
Exit code 0 when it is done, 1 when it failed, 2 for a command line that means nothing.`;

const commands: Readonly<Record<string, (name: string) => Promise<number>>> = {
  up,
  down,
  status,
  kubeconfig,
};

process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));
process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: "boolean" }, name: { type: "string", default: "slipway" } },
    });
    if (values.help) {
      console.log(usage);
      return 0;
    }
    const command = commands[positionals[0] ?? ""];
    if (command === undefined || positionals.length > 1) {
      console.error(usage);
      return 2;
    }
    return await command(values.name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith("ERR_PARSE_ARGS") === true) {
      console.error(`${(error as Error).message}\n\n${usage}`);
      return 2;
    }
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    return 1;
  }
}

async function up(name: string): Promise<number> {
  const cluster = await startCluster({
    name,
    say: (line) => {
      say("Cluster", line);
    },
  });
  describe(cluster);
  return 0;
}

async function down(name: string): Promise<number> {
  const ran = runningCluster(name) !== undefined;
  await stopCluster(name);
  say("Cluster", ran ? `${name} stopped` : `${name} does not run`);
  return 0;
}

function status(name: string): Promise<number> {
  const cluster = runningCluster(name);
  if (cluster !== undefined) {
    describe(cluster);
    return Promise.resolve(0);
  }
  const others = runningClusters();
  console.log(
    `The cluster ${name} does not run.${others.length > 0 ? ` These do: ${others.join(", ")}.` : ""}`,
  );
  return Promise.resolve(1);
}

function kubeconfig(name: string): Promise<number> {
  const cluster = runningCluster(name);
  if (cluster === undefined)
    throw new SetupError(
      `The cluster ${name} does not run. Start it: node tools/cluster.ts up --name ${name}`,
    );
  process.stdout.write(readFileSync(cluster.kubeconfig, "utf8"));
  return Promise.resolve(0);
}

function describe({ name, kubeconfig, apiServer, node, registry, logs, supervisor }: Cluster): void {
  const lines = {
    Cluster: `${name} at ${apiServer}, ${node.kind === "real" ? "one real node and simulated ones" : `simulated nodes only: ${node.reason}`}`,
    Use: `export KUBECONFIG=${kubeconfig}`,
    ...(registry === undefined ? {} : { Registry: `${registry.address}, to pods ${registry.name}` }),
    ...(node.kind === "real"
      ? { Inside: `nsenter --target ${supervisor} --net COMMAND: where addresses of services answer` }
      : {}),
    Logs: relative("", logs),
    Stop: `node tools/cluster.ts down --name ${name}`,
  };
  for (const [key, value] of Object.entries(lines)) say(key, value);
}
