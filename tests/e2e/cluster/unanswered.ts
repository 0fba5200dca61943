import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { type Cluster, insideCluster } from "../../../toolchain/cluster/cluster.ts";
import { readInstance } from "../../../toolchain/cluster/instance.ts";

/** A machine's address that no interface has: what is sent there is lost without a word. */
const NOWHERE = "02:00:00:00:00:99";

/**
 * A process in the cluster's network namespace whose connection leads to somebody who no longer hears it, as one to a
 * pod does that is gone. When the process is killed, nobody ever acknowledges the end of the connection.
 */
export async function unansweredGuest(cluster: Cluster): Promise<{ guest: ChildProcess; close: () => void }> {
  const addresses = readInstance(cluster.name)?.addresses;
  if (addresses === undefined) throw new Error(`There is no record of the cluster ${cluster.name}.`);
  const server = createServer((connection) => connection.on("error", () => connection.destroy()).resume());
  server.listen(0, addresses.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const program = `
    const connection = require("node:net").connect(${port}, ${JSON.stringify(addresses.host)}, () => console.log("connected"));
    connection.on("error", () => undefined);`;
  const guest = inside(cluster, [process.execPath, "--eval", program]);
  if (guest.stdout === null) throw new Error("The guest says nothing.");
  await once(guest.stdout, "data");
  const [command = "", ...args] = insideCluster(cluster, [
    ...["ip", "neighbour", "replace", addresses.host, "lladdr", NOWHERE],
    ...["dev", addresses.nodeInterface, "nud", "permanent"],
  ]);
  execFileSync(command, args);
  return { guest, close: () => server.close() };
}

function inside(cluster: Cluster, command: readonly string[]): ChildProcess {
  const [program = "", ...args] = insideCluster(cluster, command);
  return spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
}
