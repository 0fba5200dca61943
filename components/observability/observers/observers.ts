import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { operatorNamespaces } from "../../cluster/operator-namespaces.ts";
import { systemLabels } from "../../labels.ts";
import { logicalName, namespaceName, type SystemContext } from "../../system-context.ts";
import { askingRights, declarationRights, observerAccount } from "./observer-rights.ts";

/** The name of what all observers of a system share. */
export const observersName = "observers";

/** What {@link Observers} are made from. */
export interface ObserversArgs {
  readonly context: SystemContext;
  readonly namespace: pulumi.Input<string>;
}

/**
 * Those who read a system's metrics, alerts and budgets without changing anything (SYS-08, OBS-23): a ServiceAccount each, that no pod
 * runs as, and for all of them one role here and one where Prometheus is. They ask with tokens that are made for them and expire.
 */
export class Observers extends pulumi.ComponentResource {
  constructor(name: string, args: ObserversArgs, opts: pulumi.ComponentResourceOptions) {
    super("slipway:observability:Observers", name, {}, opts);
    const { context, namespace } = args;
    const { labelled, own } = context;
    const labels = systemLabels(labelled);
    const child = { parent: this };
    const observers = Object.entries(own.system.observers);
    for (const [observer, purpose] of observers)
      new kubernetes.core.v1.ServiceAccount(
        logicalName(labelled, observerAccount(observer), "account"),
        {
          metadata: {
            name: observerAccount(observer),
            namespace,
            labels,
            annotations: { "kubernetes.io/description": `Reads metrics, alerts and budgets: ${purpose}` },
          },
          automountServiceAccountToken: false,
        },
        child,
      );

    const places = [
      { role: "rights", metadata: { name: observersName, namespace, labels }, rules: declarationRights },
      {
        role: "asking",
        metadata: {
          name: `${namespaceName(labelled)}-${observersName}`,
          namespace: operatorNamespaces.monitoring.namespace,
          labels,
        },
        rules: askingRights,
      },
    ];
    for (const { role, metadata, rules } of places) {
      const granted = new kubernetes.rbac.v1.Role(
        logicalName(labelled, observersName, role),
        { metadata, rules: [...rules] },
        child,
      );
      new kubernetes.rbac.v1.RoleBinding(
        logicalName(labelled, observersName, `${role}-binding`),
        {
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
          subjects: observers.map(([observer]) => ({
            kind: "ServiceAccount",
            name: observerAccount(observer),
            namespace,
          })),
        },
        { parent: this, dependsOn: [granted] },
      );
    }
    this.registerOutputs({});
  }
}
