import type { CapturedResource } from "../../../rendering/captured-resource.ts";

/** An object of a stack, as far as tests of releases read it. */
export interface Rendered<Spec> {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
}

/** The objects of a kind in a captured stack. */
export const objects = <Spec>(
  resources: readonly CapturedResource[],
  kind: string,
): readonly Rendered<Spec>[] =>
  resources
    .filter(({ type }) => type.startsWith("kubernetes:") && type.endsWith(`:${kind}`))
    .map(({ inputs }) => inputs as unknown as Rendered<Spec>);

/** `<namespace>/<name>`. */
export const identity = ({ metadata }: Rendered<unknown>): string => `${metadata.namespace}/${metadata.name}`;
