import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ContainerImage, manifestType } from "./image.ts";

/** An image that is kept in a layout, under the name that a registry will know it by. */
export interface KeptImage {
  readonly repository: string;
  readonly version: string;
  readonly digest: string;
  readonly size: number;
}

interface IndexEntry {
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
}

const nameKey = "org.opencontainers.image.ref.name";

/** A folder of images as the OCI image layout describes it: whatever several of them share is there once. */
export class ImageLayout {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts an empty layout in the folder. */
  static async create(folder: string): Promise<ImageLayout> {
    await mkdir(join(folder, "blobs", "sha256"), { recursive: true });
    await writeFile(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
    const layout = new ImageLayout(folder);
    layout.#writeIndex([]);
    return layout;
  }

  async add(repository: string, version: string, { manifest, blobs }: ContainerImage): Promise<void> {
    for (const { digest, content } of [...blobs, manifest]) {
      const file = this.#file(digest);
      if (!existsSync(file)) await writeFile(file, content);
    }
    this.#writeIndex([
      ...this.#index(),
      {
        digest: manifest.digest,
        size: manifest.content.length,
        annotations: { [nameKey]: `${repository}:${version}` },
      },
    ]);
  }

  images(): readonly KeptImage[] {
    return this.#index().map(({ digest, size, annotations }) => {
      const [repository = "", version = ""] = (annotations[nameKey] ?? "").split(":");
      return { repository, version, digest, size };
    });
  }

  read(digest: string): Promise<Buffer> {
    return readFile(this.#file(digest));
  }

  #file(digest: string): string {
    return join(this.folder, "blobs", digest.replace(":", "/"));
  }

  #index(): readonly IndexEntry[] {
    const index = JSON.parse(readFileSync(join(this.folder, "index.json"), "utf8")) as {
      manifests: readonly IndexEntry[];
    };
    return index.manifests;
  }

  #writeIndex(manifests: readonly IndexEntry[]): void {
    const described = manifests.map((entry) => ({ mediaType: manifestType, ...entry }));
    writeFileSync(
      join(this.folder, "index.json"),
      JSON.stringify({ schemaVersion: 2, manifests: described }),
    );
  }
}
