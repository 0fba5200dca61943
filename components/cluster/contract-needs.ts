import { type AddedApi, type Chart, clusterContract, type Operator } from "./contract.ts";

/** What names the API of an object. */
export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An operator that a stack needs, and for which of its kinds. */
export interface Need {
  readonly operator: Operator;
  /** `<group>/<version> <kind>`, sorted. */
  readonly kinds: readonly string[];
}

const kindName = ({ apiVersion, kind }: ObjectKind): string => `${apiVersion} ${kind}`;

const apiVersionOf = ({ group, version }: AddedApi): string => `${group}/${version}`;

/** The operator whose API an object is of. Kubernetes' own kinds have none, and kinds outside the contract neither. */
export function operatorOf({ apiVersion, kind }: ObjectKind): Operator | undefined {
  return clusterContract.find(({ apis }) =>
    apis.some((api) => apiVersionOf(api) === apiVersion && api.kinds.includes(kind)),
  );
}

/** Whether Kubernetes itself serves the group: those are bare names, or end in `.k8s.io` and are no added API. */
export function isBuiltIn({ apiVersion }: ObjectKind): boolean {
  const [group = "", version] = apiVersion.split("/");
  if (version === undefined || !group.includes(".")) return true;
  return (
    group.endsWith(".k8s.io") && !clusterContract.some(({ apis }) => apis.some((api) => api.group === group))
  );
}

/**
 * The operators that a stack's objects need, in the contract's order. What an autoscaler measures by stands in its
 * metrics, and those come from operators too.
 */
export function operatorNeeds(objects: readonly ObjectKind[]): readonly Need[] {
  const kinds = new Map<Operator, Set<string>>();
  for (const object of objects.flatMap(withMeasured)) {
    const operator = operatorOf(object);
    if (operator === undefined) continue;
    kinds.set(operator, (kinds.get(operator) ?? new Set()).add(kindName(object)));
  }
  return clusterContract.flatMap((operator) => {
    const needed = kinds.get(operator);
    return needed === undefined ? [] : [{ operator, kinds: [...needed].sort() }];
  });
}

/** The needs that a cluster doesn't meet, given the API versions it serves, as `<group>/<version>`. */
export function lackingOperators(needs: readonly Need[], served: ReadonlySet<string>): readonly Need[] {
  return needs.flatMap(({ operator, kinds }) => {
    const lacking = kinds.filter((kind) => !served.has(kind.split(" ")[0] ?? ""));
    return lacking.length === 0 ? [] : [{ operator, kinds: lacking }];
  });
}

/** How an operator gets into a cluster, in a sentence or two. */
export function howToGet({ name, version, chart, manifest, documentation }: Operator): string {
  const see = `See ${documentation}.`;
  if (version === undefined) return `Install ${name} by hand: no version is known to fit. ${see}`;
  const what = `Install ${name} ${version}`;
  if (chart !== undefined) return `${what}: \`${helmCommand(chart)}\`. ${see}`;
  const byHand = `${what} by hand, since the version of the chart that brings it is not known`;
  if (manifest === undefined) return `${byHand}. ${see}`;
  const namespace = manifest.namespace === undefined ? "" : ` --namespace ${manifest.namespace}`;
  return `${byHand}: \`kubectl apply --server-side${namespace} -f ${manifest.url}\`. ${see}`;
}

function helmCommand({ name, repository, version, namespace, values = {} }: Chart): string {
  const set = Object.entries(values).map(([key, value]) => ` --set ${key}=${value}`);
  return `helm install ${name} ${name} --repo ${repository} --version ${version} --namespace ${namespace} --create-namespace${set.join("")}`;
}

interface MeasuringAutoscaler extends ObjectKind {
  readonly spec?: { readonly metrics?: readonly { readonly type: string }[] };
}

function withMeasured(object: MeasuringAutoscaler): readonly ObjectKind[] {
  if (object.kind !== "HorizontalPodAutoscaler") return [object];
  const metrics = object.spec?.metrics ?? [];
  return [
    object,
    ...metrics.flatMap(({ type }): ObjectKind[] => {
      if (type === "Resource" || type === "ContainerResource")
        return [{ apiVersion: "metrics.k8s.io/v1beta1", kind: "PodMetrics" }];
      if (type === "Pods" || type === "Object")
        return [{ apiVersion: "custom.metrics.k8s.io/v1beta2", kind: "MetricValueList" }];
      return [];
    }),
  ];
}
