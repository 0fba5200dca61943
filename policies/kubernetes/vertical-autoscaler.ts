import { allHold, type Field, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { identityOf, type Identity, type Manifest } from "./manifest.ts";
import { isScaledObject } from "./replicas.ts";

/** What autoscalers of pods' number can go by, and autoscalers of pods' size change. */
export const sharedResources = ["cpu", "memory"] as const;
export type SharedResource = (typeof sharedResources)[number];

export const isVerticalAutoscaler = ({ kind }: Manifest): boolean =>
  kindKey(kind) === "autoscaling.k8s.io/VerticalPodAutoscaler";

/** The workload whose pods' requests it changes. */
export function verticalTargetOf(autoscaler: Manifest): Identity {
  const [kind, name] = ["kind", "name"].map((key) => {
    const { value } = autoscaler.root.at("spec", "targetRef", key);
    return typeof value === "string" ? value : "";
  });
  return { kind: kind ?? "", name: name ?? "", namespace: identityOf(autoscaler).namespace };
}

/** Whether it changes requests of a resource, and not only recommends: in every mode but Off, for some container. */
export function resizes({ root }: Manifest, resource: SharedResource): boolean {
  const spec = root.at("spec");
  const policies = spec.at("resourcePolicy", "containerPolicies").items();
  const isForAll = ({ value }: Field): boolean => value === "*";
  const controls = (policy: Field): boolean =>
    allHold(
      () => policy.at("mode").value !== "Off",
      () => {
        const controlled = policy.at("controlledResources");
        return !controlled.isSet || someField(controlled.items(), ({ value }) => value === resource);
      },
    );
  return allHold(
    () => spec.at("updatePolicy", "updateMode").value !== "Off",
    // A container without a policy is resized, unless there is one for all that have none.
    () =>
      !someField(policies, (policy) => isForAll(policy.at("containerName"))) || someField(policies, controls),
  );
}

/** Whether an autoscaler of pods' number goes by how much of a resource they use. */
export function goesBy(autoscaler: Manifest, resource: SharedResource): boolean {
  const spec = autoscaler.root.at("spec");
  if (isScaledObject(autoscaler))
    return someField(spec.at("triggers").items(), (trigger) => trigger.at("type").value === resource);
  const metrics = spec.at("metrics");
  // The first version of the API knows CPU alone; the second goes by it where nothing is said.
  if (!metrics.isSet || metrics.items().length === 0) return resource === "cpu";
  return someField(metrics.items(), (metric) =>
    someField(["resource", "containerResource"], (source) => metric.at(source, "name").value === resource),
  );
}
