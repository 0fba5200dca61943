import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { freePort } from "./child-process.ts";

/** What goes wrong in a server that is played. */
export type QdrantFault = "breaks off" | "disk full" | "another checksum" | "deleted meanwhile";

interface Snapshot {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * A double of Qdrant's HTTP interface for snapshots, by the OpenAPI document of 1.16 (`docs/redoc/v1.16.x/openapi.json`): the same
 * paths, parameters, answers and key. It is no Qdrant: a collection is some bytes, and its snapshot the same bytes.
 */
export class PlayedQdrant {
  readonly port: number;
  readonly key = "the-key-of-the-played-qdrant";
  readonly collections = new Map<string, Buffer>();
  /** By alias, the collection. */
  readonly aliases = new Map<string, string>();
  /** What lies on its disk, by collection. */
  readonly snapshots = new Map<string, Snapshot[]>();
  fault: QdrantFault | undefined;
  readonly #server: Server;
  #made = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(): Promise<PlayedQdrant> {
    const port = await freePort();
    const server = createServer();
    const played = new PlayedQdrant(server, port);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      played.#answer(request, response).catch((error: unknown) => {
        refuse(response, 500, String(error));
      });
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return played;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many snapshots take room on its disk. */
  get left(): number {
    return [...this.snapshots.values()].flat().length;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", this.url);
    if (pathname === "/") {
      succeedWith(response, { title: "qdrant - vector search engine", version: "1.16.2" });
      return;
    }
    if (request.headers["api-key"] !== this.key) {
      response.writeHead(401, { "content-type": "text/plain" });
      response.end("Must provide an API key or an Authorization bearer token");
      return;
    }
    const [, root, collection = "", what, name] = pathname.split("/").map(decodeURIComponent);
    const does = `${request.method ?? ""} ${what ?? ""}${name === undefined ? "" : "/…"}`;
    if (pathname === "/aliases") {
      const aliases = [...this.aliases].map(([alias_name, collection_name]) => ({
        alias_name,
        collection_name,
      }));
      succeed(response, { aliases });
    } else if (root !== "collections") refuse(response, 404, "Not found");
    else if (pathname === "/collections")
      succeed(response, { collections: [...this.collections.keys()].map((each) => ({ name: each })) });
    else if (pathname === "/collections/aliases") await this.#nameAliases(request, response);
    else if (does === "POST snapshots") this.#make(response, collection);
    else if (does === "POST snapshots/…" && name === "upload")
      await this.#recover(request, response, collection, searchParams.get("checksum"));
    else if (does === "GET snapshots/…") this.#send(response, collection, name);
    else if (does === "DELETE snapshots/…") this.#delete(response, collection, name);
    else refuse(response, 404, "Not found");
  }

  #make(response: ServerResponse, collection: string): void {
    const content = this.collections.get(collection);
    if (!content || this.fault === "deleted meanwhile") {
      refuse(response, 404, `Not found: Collection \`${collection}\` doesn't exist!`);
      return;
    }
    if (this.fault === "disk full") {
      refuse(response, 500, "Service internal error: No space left on device (os error 28)");
      return;
    }
    this.#made += 1;
    const made = { name: `${collection}-42-2026-11-20-04-00-${this.#made}.snapshot`, content };
    this.snapshots.set(collection, [...(this.snapshots.get(collection) ?? []), made]);
    const checksum = this.fault === "another checksum" ? "0".repeat(64) : sumOf(content);
    succeed(response, {
      name: made.name,
      creation_time: "2026-11-20T04:00:00",
      size: content.length,
      checksum,
    });
  }

  #send(response: ServerResponse, collection: string, name: string | undefined): void {
    const found = this.snapshots.get(collection)?.find((each) => each.name === name);
    if (!found) {
      refuse(response, 404, `Not found: Snapshot ${name ?? ""} not found`);
      return;
    }
    response.writeHead(200, {
      "content-type": "application/octet-stream",
      "content-length": found.content.length,
    });
    if (this.fault !== "breaks off") {
      response.end(found.content);
      return;
    }
    response.write(found.content.subarray(0, found.content.length / 2), () => response.destroy());
  }

  #delete(response: ServerResponse, collection: string, name: string | undefined): void {
    const all = this.snapshots.get(collection) ?? [];
    const rest = all.filter((each) => each.name !== name);
    this.snapshots.set(collection, rest);
    if (rest.length === all.length) refuse(response, 404, `Not found: Snapshot ${name ?? ""} not found`);
    else succeed(response, true);
  }

  async #recover(
    request: IncomingMessage,
    response: ServerResponse,
    collection: string,
    checksum: string | null,
  ): Promise<void> {
    const content = await fileOf(request);
    if (checksum !== null && checksum !== sumOf(content)) {
      refuse(response, 400, `Bad request: checksum mismatch: expected ${checksum}, got ${sumOf(content)}`);
      return;
    }
    this.collections.set(collection, content);
    succeed(response, true);
  }

  async #nameAliases(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { actions } = JSON.parse((await bodyOf(request)).toString()) as {
      actions: readonly { create_alias: { alias_name: string; collection_name: string } }[];
    };
    for (const { create_alias: made } of actions) this.aliases.set(made.alias_name, made.collection_name);
    succeed(response, true);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The file that a form sends as `snapshot`, and nothing else. */
async function fileOf(request: IncomingMessage): Promise<Buffer> {
  const boundary = /boundary=(\S+)$/.exec(request.headers["content-type"] ?? "")?.[1] ?? "none";
  const body = await bodyOf(request);
  const [begin, end] = [body.indexOf("\r\n\r\n"), body.lastIndexOf(`\r\n--${boundary}--`)];
  if (begin < 0 || end < begin || !body.subarray(0, begin).includes('name="snapshot"; filename='))
    throw new Error("the form has no file called snapshot");
  return body.subarray(begin + 4, end);
}

function succeedWith(response: ServerResponse, answer: object): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(answer));
}

const succeed = (response: ServerResponse, result: unknown): void => {
  succeedWith(response, { result, status: "ok", time: 0.002 });
};

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ status: { error }, time: 0.002 }));
}

const sumOf = (content: Buffer): string => createHash("sha256").update(content).digest("hex");
