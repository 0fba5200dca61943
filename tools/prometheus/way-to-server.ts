import type { EnvironmentName } from "../../model/environment-name.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { clusterOf } from "../live/connection.ts";
import { atAddress, type Server, throughCluster } from "./http-get.ts";
import { type MonitoringServer, otherWay } from "./monitoring-server.ts";

/**
 * A server of a stack's monitoring: at the address that the environment names, or else in the stack's cluster.
 * @throws UsageError when there is no way to it, which says the other one.
 */
export async function wayTo(
  server: MonitoringServer,
  stack: EnvironmentName,
  variables: NodeJS.ProcessEnv,
): Promise<Server> {
  const address = variables[server.variable] ?? "";
  if (address !== "") return atAddress(address, server);
  try {
    return await throughCluster(await clusterOf(stack), server.service);
  } catch (error) {
    throw new UsageError(
      `The ${server.name} of ${stack} can't be asked. ${reasonOf(error)} ${otherWay(server)}`,
    );
  }
}

/** Why a kubeconfig leads nowhere, as a sentence. */
function reasonOf(error: unknown): string {
  if (error instanceof UsageError) return sentence(error.message);
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  return code === "ENOENT" && syscall?.startsWith("spawn") === true
    ? `The kubeconfig signs in by the program "${path ?? ""}", which is not on this machine's PATH.`
    : sentence(`The kubeconfig can't be used: ${message.trim()}`);
}

const sentence = (text: string): string => (text.endsWith(".") ? text : `${text}.`);
