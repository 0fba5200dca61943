import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { type PlatformImageName, platformImageNames, platformImages } from "../../../model/platform-image.ts";
import { systems } from "../../../systems/all.ts";
import { whyNoDebian } from "../../../toolchain/cluster/debian.ts";
import { NoClusterHere } from "../../../toolchain/cluster/no-cluster-here.ts";
import { REGISTRY_NAME } from "../../../toolchain/cluster/node/identity.ts";
import { clusterPaths } from "../../../toolchain/cluster/paths.ts";
import { replaceFolder } from "../../../toolchain/steps/atomic-file.ts";
import { withLock } from "../../../toolchain/steps/lock.ts";
import { findOnPath } from "../../../toolchain/steps/path-search.ts";
import { buildLayout } from "./image/build.ts";
import { ImageLayout } from "./image/layout.ts";
import { type Registry, RegistryClient } from "./image/registry.ts";
import { repositoryOf } from "./image/repository.ts";
import { type Version } from "./image/version.ts";

/** A stack's `release`: references by system, or "platform", and image. */
export type Release = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Every image of the suite, and the reference under which a test cluster pulls each. */
export class ImageSet {
  readonly layout: ImageLayout;

  constructor(layout: ImageLayout) {
    this.layout = layout;
  }

  /** The reference of one of a system's own images. */
  ofSystem(system: string, image: string, version: Version): string {
    const declared = systems.find(({ name }) => name === system)?.images[image];
    if (declared === undefined) throw new Error(`${system} declares no image called ${image}.`);
    return this.#reference(declared.repository, version);
  }

  /** The reference of an image that Slipway itself runs for a system's data. Each has one version. */
  ofPlatform(name: PlatformImageName): string {
    return this.#reference(platformImages[name].repository, "v1");
  }

  /** What stands in a stack's configuration as `release`: every image that it may run, at a version. */
  release(version: Version, stack: EnvironmentName): Release {
    const own = systems.map(({ name, images }) => [
      name,
      Object.fromEntries(Object.keys(images).map((image) => [image, this.ofSystem(name, image, version)])),
    ]);
    const platform = Object.fromEntries(
      platformImageNames(stack).map((name) => [name, this.ofPlatform(name)]),
    );
    return { ...Object.fromEntries(own), platform } as Release;
  }

  #reference(declared: string, version: Version): string {
    const repository = repositoryOf(declared);
    const kept = this.layout
      .images()
      .find((image) => image.repository === repository && image.version === version);
    if (kept === undefined) throw new Error(`No image of ${repository} has the version ${version}.`);
    return `${REGISTRY_NAME}/${repository}@${kept.digest}`;
  }
}

/** What the summary of a run says of images that are not the real thing. */
export const playedImages: readonly string[] = [
  "the systems' own services: one stand-in program by the table of their declarations",
  "Qdrant: the stand-in program answers its health paths and keeps descriptions of collections",
  "the exporter of Redis: the stand-in program asks the real Redis as the same user",
];

const kept = join(clusterPaths.root, "images");
const RELEASE_FILE = "/etc/os-release";
const RELEASE = "bookworm";

/** Why this machine can't build the images, in a line; nothing where it can. */
export function whyNoImages(): string | undefined {
  const release = existsSync(RELEASE_FILE) ? readFileSync(RELEASE_FILE, "utf8") : "";
  const reason = whyUnfit(process.arch, release) ?? whyNoDebian();
  if (reason !== undefined) return reason;
  const pip = findOnPath("pip3") ?? findOnPath("pip");
  return pip === undefined ? "pip is not on PATH; install python3-pip" : undefined;
}

/**
 * Why images can't be made of what a machine of this processor and release fetches; nothing where they can.
 * @param release The text of its `/etc/os-release`.
 */
export function whyUnfit(arch: string, release: string): string | undefined {
  if (arch !== "x64") return `the images are made of programs for x64, and this is ${arch}`;
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(release)?.[1];
  if (field("ID") === "debian" && field("VERSION_CODENAME") === RELEASE) return undefined;
  const system = field("PRETTY_NAME") ?? "another system";
  return `the images are made of packages of Debian 12 (${RELEASE}), and this is ${system}`;
}

/**
 * Builds every image, or finds them built of the same sources and declarations.
 * @param say Gets a line for each step that takes long.
 * @throws NoClusterHere where this machine lacks what they are made of.
 */
export async function buildImages(say: (line: string) => void): Promise<ImageSet> {
  const place = join(kept, contentKey());
  if (!existsSync(place)) {
    const reason = whyNoImages();
    if (reason !== undefined) throw new NoClusterHere(`This machine can't build the images: ${reason}.`);
    const waiting = ({ pid }: { pid: number }): void => {
      say(`waiting for process ${pid}, which builds the images`);
    };
    await withLock(join(kept, "build.lock"), waiting, () => buildInto(place, say));
  }
  return new ImageSet(new ImageLayout(place));
}

async function buildInto(place: string, say: (line: string) => void): Promise<void> {
  if (existsSync(place)) return;
  const staging = join(clusterPaths.staging, `images.${process.pid}`);
  try {
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true });
    await buildLayout(staging, say);
    await removeEarlier();
    await replaceFolder(staging, place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function removeEarlier(): Promise<void> {
  for (const entry of await readdir(kept, { withFileTypes: true }))
    if (entry.isDirectory()) await rm(join(kept, entry.name), { recursive: true });
}

/** Changes with what the images are made of: our sources, and what the declarations say. */
function contentKey(): string {
  const roots = [".", "../../../images/backup"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
  const madeOf = [systems, platformImages, process.arch, process.version];
  // Ranges of addresses are held as numbers that JSON doesn't know.
  const written = (_key: string, value: unknown): unknown =>
    typeof value === "bigint" ? String(value) : value;
  const hash = createHash("sha256").update(JSON.stringify(madeOf, written));
  for (const root of roots)
    for (const file of globSync("**/*", { cwd: root, exclude: ["**/*_test.go", "**/*.test.ts"] }).sort())
      if (/\.\w+$/.test(file)) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 12);
}

/** Pushes every image to a registry by its digest; what it has already is left alone. */
export async function pushImages(
  { layout }: ImageSet,
  registry: Registry,
  say: (line: string) => void,
): Promise<void> {
  const client = new RegistryClient(registry);
  try {
    let pushed = 0;
    for (const image of layout.images()) if (await client.push(layout, image)) pushed += 1;
    say(`pushed ${pushed} of ${layout.images().length} images to ${registry.name}`);
  } finally {
    client.close();
  }
}
