import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { type Turn, TurnQueue } from "./turn-queue.ts";

/** Gives turns to the processes of a run; one that dies gives its turn back. */
export interface TurnServer {
  /** On loopback. */
  readonly port: number;
  readonly stop: () => void;
}

/** Starts it. */
export async function startTurnServer(): Promise<TurnServer> {
  const queue = new TurnQueue();
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    // The end of a connection, however it comes, is the end of its turn.
    socket.on("error", () => socket.destroy());
    socket.once("data", (asked) => {
      const end = queue.ask(asked.toString() === "alone" ? "alone" : "beside", () => socket.write("go"));
      socket.once("close", end);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

/**
 * Waits for a turn.
 * @returns ends it
 */
export async function takeTurn(port: number, turn: Turn): Promise<() => void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(turn);
  await once(socket, "data");
  // Only the turn's end is of interest from here on, and it must not keep a process that is done.
  socket.unref();
  return () => socket.destroy();
}
