import { stringify } from "yaml";
import type { CapturedResource } from "./captured-resource.ts";
import { redact } from "./secrets.ts";

/** One Kubernetes object as a file. */
export interface ManifestFile {
  /** Path below the stack's folder: `<system>/<kind>-<name>.yaml`. */
  readonly path: string;
  readonly text: string;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** The Kubernetes objects of a stack, secrets redacted, one a file, sorted by path. */
export function manifestFiles(resources: readonly CapturedResource[]): readonly ManifestFile[] {
  return resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .map(({ inputs }) => {
      const manifest = redact(inputs);
      const { kind, metadata } = manifest as unknown as Manifest;
      const system = metadata.labels?.["app.kubernetes.io/part-of"] ?? "stack";
      return { path: `${system}/${kind.toLowerCase()}-${metadata.name}.yaml`, text: toYaml(manifest) };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Keys in order and no folded lines, so that a change of one value is a change of one line. Readers of YAML 1.1, such as
 * kubectl, take a bare `yes` for a boolean, so it is quoted.
 */
export const toYaml = (value: unknown): string =>
  stringify(value, {
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: "yaml-1.1",
  });
