import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import { manifestType } from "./image.ts";
import type { ImageLayout, KeptImage } from "./layout.ts";

/** A registry of images, and the certificate that it is trusted by. */
export interface Registry {
  /** What stands before an image's repository in a reference. */
  readonly name: string;
  /** Where it answers: https://… */
  readonly address: string;
  /** Path of a certificate in PEM. */
  readonly certificateAuthority: string;
}

interface Answer {
  readonly status: number;
  readonly location: string;
  readonly text: string;
}

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string }[];
}

/** Pushes images over the registry's API; what it already has is not sent again. */
export class RegistryClient {
  readonly #registry: Registry;
  readonly #agent: Agent;
  /** A repository that has the blob, by digest: from there the registry takes it without sending. */
  readonly #pushed = new Map<string, string>();

  constructor(registry: Registry) {
    this.#registry = registry;
    this.#agent = new Agent({ keepAlive: true, ca: readFileSync(registry.certificateAuthority) });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Pushes one image by its digest. @returns whether anything had to be sent. */
  async push(layout: ImageLayout, { repository, digest }: KeptImage): Promise<boolean> {
    const manifest = `/v2/${repository}/manifests/${digest}`;
    if ((await this.#send("HEAD", manifest)).status === 200) return false;
    const content = await layout.read(digest);
    const { config, layers } = JSON.parse(content.toString()) as Manifest;
    for (const blob of [config, ...layers]) await this.#pushBlob(layout, repository, blob.digest);
    await this.#expect(201, "PUT", manifest, content, manifestType);
    return true;
  }

  async #pushBlob(layout: ImageLayout, repository: string, digest: string): Promise<void> {
    if ((await this.#send("HEAD", `/v2/${repository}/blobs/${digest}`)).status === 200) return;
    const from = this.#pushed.get(digest);
    const mount = from === undefined ? "" : `?mount=${digest}&from=${from}`;
    const started = await this.#send("POST", `/v2/${repository}/blobs/uploads/${mount}`);
    if (started.status !== 201) {
      if (started.status !== 202) throw this.#refusal("POST", repository, started);
      const upload = new URL(started.location, this.#registry.address);
      upload.searchParams.set("digest", digest);
      const path = `${upload.pathname}${upload.search}`;
      await this.#expect(201, "PUT", path, await layout.read(digest), "application/octet-stream");
    }
    this.#pushed.set(digest, repository);
  }

  async #expect(status: number, method: string, path: string, body: Buffer, type: string): Promise<void> {
    const answer = await this.#send(method, path, body, type);
    if (answer.status !== status) throw this.#refusal(method, path, answer);
  }

  #refusal(method: string, path: string, { status, text }: Answer): Error {
    return new Error(
      `The registry at ${this.#registry.address} answered ${method} ${path} with ${status}: ${text}`,
    );
  }

  #send(method: string, path: string, body?: Buffer, type?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = {
        accept: manifestType,
        "content-length": String(body?.length ?? 0),
        ...(type === undefined ? {} : { "content-type": type }),
      };
      const sent = request(
        new URL(path, this.#registry.address),
        { method, headers, agent: this.#agent },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (part: string) => (text += part));
          answer.on("error", reject);
          answer.on("end", () => {
            resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? "", text });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body);
    });
  }
}
