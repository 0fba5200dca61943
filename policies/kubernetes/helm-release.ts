import { Field } from "./field.ts";
import type { DeclaredResource } from "./manifest.ts";
import { shownName } from "./shown-text.ts";

/**
 * A release of a Helm chart that the provider makes as one resource. Its objects are rendered after the policies have run, so no rule is shown
 * any of them. Those of a Chart or a ConfigFile are resources of the stack, each judged.
 */
export interface HelmRelease {
  readonly root: Field;
  /** For messages only. */
  readonly subject: string;
}

const token = /^kubernetes:helm\.sh\/v\d+:Release$/;

export function helmReleaseOf({ type, name, props }: DeclaredResource): HelmRelease | undefined {
  if (!token.test(type)) return undefined;
  const root = Field.root(props);
  const namespace = shownName(root.at("namespace").knownText);
  const own = shownName(root.at("name").knownText) ?? name;
  return { root, subject: `Release ${namespace === undefined ? own : `${namespace}/${own}`}` };
}

/**
 * Whether a release may have objects in a namespace: it is released there, or doesn't say where. What a chart itself puts elsewhere isn't
 * known.
 */
export function mayHaveObjectsIn(namespace: string, { root }: HelmRelease): boolean {
  const where = root.at("namespace");
  return !where.isSet || where.value === (namespace || "default");
}
