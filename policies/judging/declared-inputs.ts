import type { ResourceValidationArgs } from "@pulumi/policy";
import { type HelmRelease, helmReleaseOf } from "../kubernetes/helm-release.ts";
import { manifestsOf } from "../kubernetes/manifest.ts";
import type { StackManifest } from "./rule.ts";

type Declared = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "props"> & {
  readonly opts?: Pick<ResourceValidationArgs["opts"], "ignoreChanges">;
};

/** What was declared by a list of resources. */
interface Stack {
  readonly urns: readonly string[];
  readonly manifests: readonly StackManifest[];
}

/**
 * What each resource declared, kept for the rules that compare resources. The SDK gives those rules the outputs,
 * in which an API server has filled in every default: under an autoscaler `spec.replicas` is always set there,
 * whether anybody declared it or not.
 */
export class DeclaredInputs {
  readonly #byUrn = new Map<string, Declared>();
  #last: Stack | undefined;

  /** Each rule that compares resources records each of them: what is made of it is put off until one asks. */
  record(resource: Declared): void {
    this.#byUrn.set(resource.urn, resource);
    this.#last = undefined;
  }

  /** What the stack's resources declared, in the stack's order: one list for all rules, so that what one has found in it serves all. */
  of(resources: readonly { readonly urn: string }[]): readonly StackManifest[] {
    const urns = resources.map(({ urn }) => urn);
    if (this.#last === undefined || !isSame(this.#last.urns, urns))
      this.#last = { urns, manifests: urns.flatMap((urn) => this.#manifestsOf(urn)) };
    return this.#last.manifests;
  }

  #manifestsOf(urn: string): readonly StackManifest[] {
    const declared = this.#byUrn.get(urn);
    if (declared === undefined) return [];
    const ignoreChanges = declared.opts?.ignoreChanges ?? [];
    return manifestsOf(declared)
      .filter(({ isPart }) => !isPart)
      .map((manifest) => ({ ...manifest, urn, ignoreChanges }));
  }

  /** The releases of Helm charts among the stack's resources. */
  releasesOf(resources: readonly { readonly urn: string }[]): readonly HelmRelease[] {
    return resources.flatMap(({ urn }) => {
      const declared = this.#byUrn.get(urn);
      const release = declared && helmReleaseOf(declared);
      return release ? [release] : [];
    });
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((urn, place) => urn === other[place]);
