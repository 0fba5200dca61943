import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClusterContext } from "../program.ts";
import { placesOf } from "./places.ts";

/** Names the image in the runtime, where it is imported. The name belongs to no registry: it is never pulled. */
export const SANDBOX_IMAGE = "sandbox.slipway.test/pause:1";

const execute = promisify(execFile);
/** The same input gives the same archive. */
const REPRODUCIBLE = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--format=ustar",
];
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", arm64: "arm64" };

/** Writes the image of the pods' first process as an OCI archive, and answers its path. */
export async function writeSandboxImage(context: ClusterContext): Promise<string> {
  const { settings } = placesOf(context);
  const program = join(context.binaries.module("node/programs"), "pause");
  return writeImageOf(program, SANDBOX_IMAGE, join(settings, "sandbox-image"));
}

/** Writes an image that holds one static program and nothing else, run by an ordinary user; answers its path. */
export async function writeImageOf(program: string, name: string, folder: string): Promise<string> {
  const layout = join(folder, "layout");
  const blobs = join(layout, "blobs", "sha256");
  const root = join(folder, "root");
  for (const made of [blobs, root]) {
    rmSync(made, { recursive: true, force: true });
    mkdirSync(made, { recursive: true });
  }
  copyFileSync(program, join(root, "program"));
  chmodSync(join(root, "program"), 0o755);
  await archive(root, join(folder, "layer.tar"));

  const store = (content: Buffer | string, mediaType: string): Descriptor => {
    const digest = createHash("sha256").update(content).digest("hex");
    writeFileSync(join(blobs, digest), content);
    return { mediaType, digest: `sha256:${digest}`, size: Buffer.byteLength(content) };
  };
  const layer = store(readFileSync(join(folder, "layer.tar")), "application/vnd.oci.image.layer.v1.tar");
  const configuration = {
    architecture: ARCHITECTURES[process.arch] ?? process.arch,
    os: "linux",
    config: { User: "65535:65535", Entrypoint: ["/program"] },
    rootfs: { type: "layers", diff_ids: [layer.digest] },
  };
  const config = store(JSON.stringify(configuration), "application/vnd.oci.image.config.v1+json");
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const manifest = store(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [layer] }), mediaType);
  const named = { ...manifest, annotations: { "io.containerd.image.name": name } };
  writeFileSync(join(layout, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  writeFileSync(join(layout, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  const image = join(folder, "image.tar");
  await archive(layout, image);
  return image;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

async function archive(folder: string, file: string): Promise<void> {
  await execute("tar", ["--create", "--file", file, ...REPRODUCIBLE, "--directory", folder, "."]);
}
