import type { ResourceValidationArgs } from "@pulumi/policy";
import { manifestsOf } from "../kubernetes/manifest.ts";
import type { StackManifest } from "./rule.ts";

/**
 * What each resource declared, kept for the rules that compare resources. The SDK gives those rules the outputs,
 * in which an API server has filled in every default: under an autoscaler `spec.replicas` is always set there,
 * whether anybody declared it or not.
 */
export class DeclaredInputs {
  readonly #byUrn = new Map<string, readonly StackManifest[]>();

  record({
    urn,
    type,
    name,
    props,
    opts,
  }: Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props"> & {
    readonly opts?: Pick<ResourceValidationArgs["opts"], "ignoreChanges">;
  }): void {
    const manifests = manifestsOf({ type, name, props }).filter(({ isPart }) => !isPart);
    this.#byUrn.set(
      urn,
      manifests.map((manifest) => ({ ...manifest, urn, ignoreChanges: opts?.ignoreChanges ?? [] })),
    );
  }

  /** What the stack's resources declared, in the stack's order. */
  of(resources: readonly { readonly urn: string }[]): readonly StackManifest[] {
    return resources.flatMap(({ urn }) => this.#byUrn.get(urn) ?? []);
  }
}
