import type { KubernetesObject } from "@kubernetes/client-node";
import type { StateResource } from "./engine-state.ts";
import { recordedObject } from "./identity.ts";

interface PodTemplate {
  readonly spec?: {
    readonly containers?: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly {
      readonly secret?: { readonly secretName?: string };
      readonly projected?: {
        readonly sources?: readonly { readonly secret?: { readonly name?: string } }[];
      };
    }[];
  };
}

interface Container {
  readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: { readonly name?: string } } }[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name?: string } }[];
}

type Workload = KubernetesObject & { readonly spec?: { readonly template?: PodTemplate } };

/** Kinds that replace their pods when the template changes, in the order in which they are to: who is asked comes first. */
const rolledKinds = ["StatefulSet", "Deployment", "Rollout"];

/**
 * The workloads of a namespace whose pods read a Secret. Pods of jobs are left out: each begins with what is there then.
 * @param state What the stack's state records.
 */
export function secretReaders(
  state: readonly StateResource[],
  namespace: string,
): readonly KubernetesObject[] {
  return state
    .filter((resource) => resource.delete !== true)
    .flatMap(recordedObject)
    .filter(({ kind = "", metadata }) => rolledKinds.includes(kind) && metadata?.namespace === namespace)
    .filter((object) => readsSecret((object as Workload).spec?.template))
    .sort(
      (left, right) =>
        rolledKinds.indexOf(left.kind ?? "") - rolledKinds.indexOf(right.kind ?? "") ||
        (left.metadata?.name ?? "").localeCompare(right.metadata?.name ?? ""),
    );
}

function readsSecret(template: PodTemplate | undefined): boolean {
  const { containers = [], initContainers = [], volumes = [] } = template?.spec ?? {};
  return (
    [...containers, ...initContainers].some(
      ({ env = [], envFrom = [] }) =>
        env.some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) ||
        envFrom.some(({ secretRef }) => secretRef !== undefined),
    ) ||
    volumes.some(
      ({ secret, projected }) =>
        secret !== undefined || (projected?.sources ?? []).some((source) => source.secret !== undefined),
    )
  );
}
