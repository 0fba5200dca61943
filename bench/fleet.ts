import type { CapturedResource } from "../tests/support/policy-harness.ts";

/** Where the objects of a fleet are: each copy in namespaces of its own, or all of them in one. */
export type Layout = "many namespaces" | "one namespace";

const ofNamespace = /"(namespace|name)":"([a-z0-9-]+-production)"/g;

/**
 * As many resources as are asked for: copies of a stack, each of systems with names, labels and selectors of their own.
 * @param systems The names of the stack's systems, which its objects are named and labelled by.
 */
export function fleet(
  stack: readonly CapturedResource[],
  systems: readonly string[],
  resources: number,
  layout: Layout,
): readonly CapturedResource[] {
  const written = JSON.stringify(stack);
  const copies = Array.from({ length: Math.ceil(resources / stack.length) }, (_, copy) => {
    const named = systems.reduce((text, system) => text.replaceAll(system, `${system}-${copy}`), written);
    const placed =
      layout === "one namespace" ? named.replaceAll(ofNamespace, '"$1":"fleet-production"') : named;
    return JSON.parse(placed) as readonly CapturedResource[];
  });
  return copies.flat().slice(0, resources);
}
