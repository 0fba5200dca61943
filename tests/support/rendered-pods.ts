import type { PodSpec } from "kubernetes-types/core/v1.d.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";

/** What a stack makes pods from. */
export interface RenderedPods {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly spec: PodSpec;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: WithTemplate & { readonly jobTemplate?: { readonly spec: WithTemplate } };
}

interface WithTemplate {
  readonly template?: { readonly spec?: PodSpec };
}

/** Every pod template of a captured stack, of whatever kind; the pods of an operator's database are its own. */
export const renderedPods = (resources: readonly CapturedResource[]): readonly RenderedPods[] =>
  resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .flatMap(({ inputs }) => {
      const { kind, metadata, spec } = inputs as unknown as Manifest;
      const pod = (spec?.jobTemplate?.spec ?? spec)?.template?.spec;
      return pod && "containers" in pod ? [{ kind, ...metadata, spec: pod }] : [];
    });
