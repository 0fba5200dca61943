import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { StoredSecrets as Source } from "../../config/environment.ts";
import { systemLabels } from "../labels.ts";
import { alertRuleSpec } from "../observability/alert-rule-spec.ts";
import { AlertRules } from "../observability/alert-rules.ts";
import { secretAlerts, secretAlertsName } from "../observability/secret-alerts/secret-alerts.ts";
import { retention } from "../protection.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { externalSecrets } from "./external-secret.ts";
import { kebabCase } from "./secret-references.ts";

/**
 * Secrets that stay in a store outside the cluster. The External Secrets operator copies each version that is in
 * force into a Secret of its own; Slipway never sees a value.
 */
export class StoredSecrets extends pulumi.ComponentResource {
  /** By name of the Secret that each becomes. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;

  constructor(
    name: string,
    args: {
      readonly context: SystemContext;
      readonly namespace: pulumi.Input<string>;
      readonly source: Source;
    },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:secrets:StoredSecrets", name, {}, opts);
    const { own, labelled, environment } = args.context;
    const labels = systemLabels(labelled);
    this.secrets = new Map(
      [...externalSecrets(environment.name, own, args.source)].map(([variable, spec]) => [
        spec.target.name,
        new kubernetes.apiextensions.CustomResource(
          // Without the version: a rotation replaces the object, and a new name in the state would delete this one.
          logicalName(labelled, kebabCase(variable)),
          {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: {
              name: spec.target.name,
              namespace: args.namespace,
              labels,
              // What reads the Secret waits for it, and a wrong store or version fails here, with its own message.
              annotations: { "pulumi.com/waitFor": "condition=Ready" },
            },
            spec,
          },
          { parent: this, ...retention(args.context) },
        ),
      ]),
    );
    new AlertRules(
      logicalName(labelled, secretAlertsName),
      {
        context: args.context,
        namespace: args.namespace,
        name: secretAlertsName,
        spec: alertRuleSpec(secretAlerts(environment, own), environment, labelled),
        watched: [...this.secrets.values()],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
