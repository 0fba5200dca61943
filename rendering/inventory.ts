import type { CapturedResource } from "./captured-resource.ts";

/**
 * One line a resource: its place in the tree, its name, and how it is protected. A resource that moves or is renamed
 * would be deleted and made again, so it has to show up in a review.
 */
export function inventory(resources: readonly CapturedResource[]): string {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const place = ({ type, parent }: CapturedResource): string => {
    const group = byUrn.get(parent);
    return group ? `${place(group)} > ${type}` : type;
  };
  const lines = resources.map((resource) => {
    const marks = [
      ...(resource.protect ? ["protected"] : []),
      ...(resource.retainOnDelete ? ["retained"] : []),
    ];
    return [place(resource), resource.name, ...marks].join("  ");
  });
  return `${lines.sort().join("\n")}\n`;
}
