import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Receivers } from "../../../config/receivers.ts";
import { systemLabels } from "../../labels.ts";
import { retention } from "../../protection.ts";
import { kebabCase } from "../../secrets/secret-references.ts";
import { logicalName, type SystemContext } from "../../system-context.ts";
import { alertRuleSpec } from "../alert-rule-spec.ts";
import { AlertRules } from "../alert-rules.ts";
import { alertingName, watchdog } from "../watchdog.ts";
import { alertRouting } from "./alert-routing.ts";
import { alertmanagerConfigSpec } from "./alertmanager-config-spec.ts";
import { alertmanagerConfigName } from "./alertmanager-file.ts";
import { routingExternalSecrets } from "./routing-secrets.ts";
import type { AlertRouting } from "./routing.ts";

/** Who is told of a system's alerts: its routes, the secrets that they go by, and the sign of life that shows that they work. */
export class SystemAlertRouting extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: {
      readonly context: SystemContext;
      readonly namespace: pulumi.Input<string>;
      readonly receivers: Receivers;
    },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:observability:SystemAlertRouting", name, {}, opts);
    const { context, namespace, receivers } = args;
    const { labelled, environment } = context;
    const labels = systemLabels(labelled);
    const routing = alertRouting(environment.name, labelled.system, receivers);
    const secrets = [...routingExternalSecrets(environment.name, receivers, secretsOf(routing))].map(
      ([secret, spec]) =>
        new kubernetes.apiextensions.CustomResource(
          // Without the version: a rotation replaces the object, and a new name in the state would delete this one.
          logicalName(labelled, alertingName, kebabCase(secret)),
          {
            apiVersion: "external-secrets.io/v1",
            kind: "ExternalSecret",
            metadata: {
              name: spec.target.name,
              namespace,
              labels,
              // The operator leaves out routes whose Secret is not there, and then nobody is told of anything.
              annotations: { "pulumi.com/waitFor": "condition=Ready" },
            },
            spec,
          },
          { parent: this, ...retention(context) },
        ),
    );
    const routes = new kubernetes.apiextensions.CustomResource(
      logicalName(labelled, alertingName, "routes"),
      {
        apiVersion: "monitoring.coreos.com/v1alpha1",
        kind: "AlertmanagerConfig",
        metadata: { name: alertmanagerConfigName, namespace, labels },
        spec: alertmanagerConfigSpec(routing, receivers),
      },
      { parent: this, dependsOn: secrets },
    );
    new AlertRules(
      logicalName(labelled, alertingName),
      {
        context,
        namespace,
        name: alertingName,
        spec: alertRuleSpec([watchdog], environment, labelled),
        watched: [routes],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** What its receivers go by, and no other system's. */
const secretsOf = ({ audiences }: AlertRouting): readonly string[] => [
  ...new Set(audiences.flatMap(({ receivers }) => receivers.map(({ secret }) => secret))),
];
