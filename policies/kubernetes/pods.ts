import { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import { namespaceOf, type Manifest } from "./manifest.ts";
import { oncePerList } from "./once-per-list.ts";
import { podTemplateOf, type PodTemplate } from "./pod-template.ts";

/** Pods that come of one object: from a template in it, or through an operator. */
export interface Pods<M extends Manifest = Manifest> {
  readonly manifest: M;
  /** Where the object holds a template of them; an operator's own pods have none. */
  readonly template: PodTemplate | undefined;
  readonly label: (key: string) => Field;
}

/** Labels that only the cluster knows the values of. */
const givenLater =
  /^(?:pod-template-hash|rollouts-pod-template-hash|controller-revision-hash|controller-uid|job-name|statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/.+|cnpg\.io\/(?:instanceName|instanceRole)|role)$/;

const podsOfAll = oncePerList((manifests: readonly Manifest[]): readonly Pods[] =>
  manifests.flatMap((manifest) => podsOf(manifest) ?? []),
);

/** The pods that a stack makes. */
export const podsIn = <M extends Manifest>(manifests: readonly M[]): readonly Pods<M>[] =>
  podsOfAll(manifests) as readonly Pods<M>[];

export function podsOf<M extends Manifest>(manifest: M): Pods<M> | undefined {
  const { root } = manifest;
  const name = root.at("metadata", "name");
  switch (kindKey(manifest.kind)) {
    case "postgresql.cnpg.io/Cluster":
      return operated(manifest, root.at("spec", "inheritedMetadata", "labels"), {
        "cnpg.io/cluster": name,
        "cnpg.io/podRole": Field.root("instance"),
      });
    case "postgresql.cnpg.io/Pooler":
      return operated(manifest, root.at("spec", "template", "metadata", "labels"), {
        "cnpg.io/cluster": root.at("spec", "cluster", "name"),
        "cnpg.io/podRole": Field.root("pooler"),
        "cnpg.io/poolerName": name,
      });
    case "cert-manager.io/Issuer":
    case "cert-manager.io/ClusterIssuer":
      // It proves to an authority by a pod that a hostname is ours.
      return operated(manifest, Field.root({}), {
        "acme.cert-manager.io/http01-solver": Field.root("true"),
      });
    default:
      return templated(manifest);
  }
}

/** One of their labels; `any` where the cluster gives it, and its value can't be known from the stack. */
export function labelOf(pods: Pods, key: string): Field | "any" {
  const declared = pods.label(key);
  return givenLater.test(key) && !declared.isSet ? "any" : declared;
}

/** Whether the pods of an object run in any namespace: a ClusterIssuer's run where its certificates are asked for. */
export const areAnywhere = ({ kind }: Manifest): boolean => kindKey(kind) === "cert-manager.io/ClusterIssuer";

/** Whether they run in a namespace. */
export function areIn(namespace: string, { manifest }: Pods): boolean {
  return areAnywhere(manifest) || namespaceOf(manifest) === (namespace || "default");
}

function templated<M extends Manifest>(manifest: M): Pods<M> | undefined {
  const template = podTemplateOf(manifest);
  return (
    template && {
      manifest,
      template,
      label: (key) => template.root.at("metadata", "labels", key),
    }
  );
}

function operated<M extends Manifest>(
  manifest: M,
  declared: Field,
  own: Readonly<Record<string, Field>>,
): Pods<M> {
  return { manifest, template: undefined, label: (key) => own[key] ?? declared.at(key) };
}
