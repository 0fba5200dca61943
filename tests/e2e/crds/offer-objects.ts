import { ApiError, type ApiServer } from "../operators/api-server.ts";
import type { KubernetesObject } from "../operators/kubernetes-object.ts";

/** What an API server said of objects that it was shown and did not keep. */
export interface Offered {
  readonly accepted: readonly KubernetesObject[];
  /** `<kind> <namespace>/<name>: <why>`. */
  readonly refused: readonly string[];
  /** What it accepted and warned of, in the same form. */
  readonly warned: readonly string[];
}

const AT_ONCE = 8;

/** Shows objects to the API server as an update would apply them, strictly, without keeping any. */
export async function offerObjects(api: ApiServer, objects: readonly KubernetesObject[]): Promise<Offered> {
  const accepted: KubernetesObject[] = [];
  const refused: string[] = [];
  const warned: string[] = [];
  const left = [...objects];
  const offerNext = async (): Promise<void> => {
    for (let object = left.shift(); object !== undefined; object = left.shift()) {
      try {
        const { warnings } = await api.apply(object, { manager: "slipway-offer", dryRun: true });
        accepted.push(object);
        warned.push(...warnings.map((warning) => `${nameOf(object)}: ${warning}`));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        refused.push(`${nameOf(object)}: ${error.message}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, offerNext));
  return { accepted, refused, warned };
}

function nameOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace === undefined ? "" : `${metadata.namespace}/`}${metadata.name}`;
}

/** The same objects in namespaces of other names, so that they meet nothing that is really there. */
export function inOtherNamespaces(objects: readonly KubernetesObject[], suffix: string): KubernetesObject[] {
  return objects.map((object) => {
    const { namespace, name } = object.metadata;
    if (object.kind === "Namespace")
      return { ...object, metadata: { ...object.metadata, name: name + suffix } };
    if (namespace === undefined) return object;
    return { ...object, metadata: { ...object.metadata, namespace: namespace + suffix } };
  });
}
