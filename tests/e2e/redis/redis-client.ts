import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What Redis answers: a text, a number, nothing, or a list of answers. */
export type Reply = string | number | null | readonly Reply[];

/** An error that Redis answered with, in its own words. */
export class RefusedByRedis extends Error {}

interface Waiting {
  readonly answered: (reply: Reply) => void;
  readonly failed: (reason: Error) => void;
}

/** One connection to a Redis, which speaks its protocol as every client does. */
export class RedisClient {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (part) => {
      this.#received = Buffer.concat([this.#received, part]);
      this.#answerAll();
    });
    const gone = (): void => {
      for (const { failed } of this.#waiting.splice(0)) failed(new Error("the connection is closed"));
    };
    socket.on("close", gone);
    // What is waited for is told by the end of the connection, which follows.
    socket.on("error", () => undefined);
  }

  static async open(port: number, host = "127.0.0.1"): Promise<RedisClient> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, "connect");
    return new RedisClient(socket);
  }

  /** @throws RefusedByRedis with Redis' own words. */
  send(...words: readonly (string | number)[]): Promise<Reply> {
    if (this.#socket.destroyed) return Promise.reject(new Error("the connection is closed"));
    const parts = words.map(String).map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    return new Promise((answered, failed) => {
      this.#waiting.push({ answered, failed });
      this.#socket.write(`*${words.length}\r\n${parts.join("")}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #answerAll(): void {
    let offset = 0;
    for (;;) {
      const read = readReply(this.#received, offset);
      const next = read && this.#waiting.shift();
      if (!read || !next) break;
      offset = read.end;
      if (read.reply instanceof RefusedByRedis) next.failed(read.reply);
      else next.answered(read.reply);
    }
    if (offset > 0) this.#received = this.#received.subarray(offset);
  }
}

interface Read {
  readonly reply: Reply | RefusedByRedis;
  readonly end: number;
}

/** One whole answer from a place on; nothing where the rest of it is still to come. */
function readReply(bytes: Buffer, from: number): Read | undefined {
  const line = bytes.indexOf("\r\n", from);
  if (line === -1) return undefined;
  const text = bytes.toString("utf8", from + 1, line);
  const after = line + 2;
  switch (bytes.toString("latin1", from, from + 1)) {
    case "+":
      return { reply: text, end: after };
    case "-":
      return { reply: new RefusedByRedis(text), end: after };
    case ":":
      return { reply: Number(text), end: after };
    case "$": {
      const length = Number(text);
      if (length === -1) return { reply: null, end: after };
      const end = after + length + 2;
      return bytes.length < end ? undefined : { reply: bytes.toString("utf8", after, end - 2), end };
    }
    default:
      return readList(bytes, after, Number(text));
  }
}

function readList(bytes: Buffer, from: number, length: number): Read | undefined {
  const replies: Reply[] = [];
  let end = from;
  for (let index = 0; index < length; index += 1) {
    const read = readReply(bytes, end);
    if (!read || read.reply instanceof RefusedByRedis) return undefined;
    replies.push(read.reply);
    end = read.end;
  }
  return { reply: replies, end };
}
