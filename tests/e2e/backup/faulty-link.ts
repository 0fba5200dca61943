import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { freePort } from "./child-process.ts";

/** A way to a server of this machine that can be held up or cut when so much has gone over it. */
export class FaultyLink {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;
  #sent = 0;
  #limit = Infinity;
  #sparing = 0;
  #reached: (() => void) | undefined;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async to(target: number): Promise<FaultyLink> {
    const port = await freePort();
    const server = createServer({ pauseOnConnect: true });
    const link = new FaultyLink(server, port);
    server.on("connection", (client: Socket) => {
      link.#join(client, target);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return link;
  }

  /**
   * Lets so many bytes more through to the server, and then none, until it is open again. Answers when it is so far.
   * @param sparing Connections that have sent less go on all the same. @default 0
   */
  holdAfter(bytes: number, sparing = 0): Promise<void> {
    this.#sent = 0;
    this.#sparing = sparing;
    this.#limit = bytes;
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  /** Ends what is open, and every new connection at once. */
  cut(): void {
    this.#isCut = true;
    this.breakOff();
  }

  /**
   * Ends what is open; new connections go through. What was held up never arrives: a part that came after its upload was
   * given up would stay in the store, which does not list it any more.
   */
  breakOff(): void {
    this.#limit = Infinity;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Lets all through. */
  open(): void {
    this.#isCut = false;
    this.#limit = Infinity;
    for (const socket of this.#sockets) socket.resume();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #join(client: Socket, target: number): void {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const server = connect({ host: "127.0.0.1", port: target });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        // What came before the end still has to get there.
        to.end();
      });
    }
    let own = 0;
    client.on("data", (chunk: Buffer) => {
      server.write(chunk);
      this.#sent += chunk.length;
      own += chunk.length;
      if (this.#sent < this.#limit || own < this.#sparing) return;
      client.pause();
      this.#reached?.();
      this.#reached = undefined;
    });
    server.on("data", (chunk: Buffer) => client.write(chunk));
    client.resume();
  }
}
