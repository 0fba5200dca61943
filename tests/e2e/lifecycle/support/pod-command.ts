import { PassThrough } from "node:stream";
import { Exec } from "@kubernetes/client-node";
import type { KubernetesClients } from "./kubernetes.ts";

/** A container that runs on the node. */
export interface RunningContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/**
 * Runs a command in a container, and answers what it printed.
 * @throws Error with what it complained of, when it ended badly. The command itself is not shown but for its first word.
 */
export async function runInPod(
  { config }: KubernetesClients,
  { namespace, pod, container }: RunningContainer,
  command: readonly string[],
): Promise<string> {
  const collect = (stream: PassThrough): (() => string) => {
    let text = "";
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    return () => text;
  };
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const printed = collect(stdout);
  const complained = collect(stderr);
  const where = `${command[0] ?? ""} in ${namespace}/${pod}`;
  await new Promise<void>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, pod, container, [...command], stdout, stderr, null, false, ({ status, message }) => {
        if (status === "Success") resolve();
        else reject(new Error(`${where}: ${message ?? ""} ${complained()}`));
      })
      .then(
        (connection: unknown) => {
          // Nobody says how it ended where the container goes away meanwhile.
          (connection as EventTarget).addEventListener("close", () => {
            reject(new Error(`${where}: the connection ended`));
          });
        },
        // The client rejects with an event that holds its own key.
        (error: unknown) => {
          reject(new Error(`${where}: ${(error as { message?: string }).message ?? "no answer"}`));
        },
      );
  });
  return printed().trim();
}
