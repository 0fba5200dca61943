import { createHash } from "node:crypto";
import { type Entry, tar } from "./tar.ts";

/** Content and what it is called by: `sha256:` and 64 hexadecimal digits. */
export interface Blob {
  readonly digest: string;
  readonly content: Buffer;
}

/** What a container of an image starts with, in the words of the OCI image specification. */
export interface ImageConfiguration {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir: string;
  readonly StopSignal?: string;
  readonly Labels?: Readonly<Record<string, string>>;
}

/** An image whole: its manifest, and what the manifest names. */
export interface ContainerImage {
  readonly manifest: Blob;
  /** Its configuration, then its layers. */
  readonly blobs: readonly Blob[];
}

export const manifestType = "application/vnd.oci.image.manifest.v1+json";
const configurationType = "application/vnd.oci.image.config.v1+json";
// Not compressed: what a compressor makes differs from one version and processor to another, and so would the digest.
const layerType = "application/vnd.oci.image.layer.v1.tar";

const architectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
  x64: "amd64",
  arm64: "arm64",
};

/** A layer that adds these entries to what is below it. */
export const layer = (entries: readonly Entry[]): Blob => blob(tar(entries));

/** Puts layers, the lowest first, and a configuration together. The same of both is the same image. */
export function containerImage(
  layers: readonly Blob[],
  config: ImageConfiguration,
  architecture = architectures[process.arch] ?? process.arch,
): ContainerImage {
  const configuration = json({
    architecture,
    os: "linux",
    config,
    rootfs: { type: "layers", diff_ids: layers.map(({ digest }) => digest) },
  });
  const described = (mediaType: string, { digest, content }: Blob) => ({
    mediaType,
    digest,
    size: content.length,
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: manifestType,
    config: described(configurationType, configuration),
    layers: layers.map((each) => described(layerType, each)),
  });
  return { manifest, blobs: [configuration, ...layers] };
}

const json = (value: unknown): Blob => blob(Buffer.from(JSON.stringify(value)));

export const blob = (content: Buffer): Blob => ({
  digest: `sha256:${createHash("sha256").update(content).digest("hex")}`,
  content,
});
