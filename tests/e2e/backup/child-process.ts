import type { ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Ends a process that was started here and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

/** Below those that the kernel hands out by itself: a connection that somebody opens can't take one before its server does. */
const [firstPort, lastPort] = [20_000, 30_000];

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    const server = createServer().listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") continue;
      throw error;
    }
    server.close();
    await once(server, "close");
    return port;
  }
}

/** Long enough to make a database on a machine with a slow disk and other work. */
const patience = 120_000;

/** Waits until a server takes connections. @throws Error with what it said, when it ended or took too long. */
export async function listening(
  port: number,
  server: ChildProcess,
  said: () => string,
  host = "127.0.0.1",
): Promise<void> {
  const deadline = performance.now() + patience;
  while (server.exitCode === null && server.signalCode === null && performance.now() < deadline) {
    if (await reachable(port, host)) return;
    await sleep(50);
  }
  throw new Error(`nothing listens on port ${port}: ${said()}`);
}

async function reachable(port: number, host: string): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
