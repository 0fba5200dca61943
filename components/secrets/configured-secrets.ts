import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { systemLabels } from "../labels.ts";
import { retention } from "../protection.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import { configuredSecretContents } from "./configured-secret-contents.ts";
import { valueIn } from "./configured-values.ts";
import { kebabCase } from "./secret-references.ts";
import { stackSecrets } from "./stack-configuration.ts";

/**
 * Secrets that stand in the stack's own configuration, encrypted there as in the state (SEC-02). Their values are secret to
 * the engine from the moment it reads them.
 */
export class ConfiguredSecrets extends pulumi.ComponentResource {
  /** By name of the Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;

  constructor(
    name: string,
    args: { readonly context: SystemContext; readonly namespace: pulumi.Input<string> },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:secrets:ConfiguredSecrets", name, {}, opts);
    const { own, labelled, environment } = args.context;
    const labels = systemLabels(labelled);
    // A version that somebody goes back to is still there. What dev is rid of, it is rid of.
    const kept = environment.name === "dev" ? {} : retention(args.context);
    const values = stackSecrets();
    this.secrets = new Map(
      [...configuredSecretContents(own)].map(([secret, { name: object, type, contents }]) => [
        object,
        new kubernetes.core.v1.Secret(
          // Without the version: a rotation replaces the object, and a new name in the state would delete this one.
          logicalName(labelled, kebabCase(secret)),
          {
            metadata: { name: object, namespace: args.namespace, labels },
            type,
            // A version never changes its value: pods would not be told, and some would have one and some the other.
            immutable: true,
            stringData: values.apply((configured) =>
              contents((value) => {
                const found = valueIn(configured, value);
                if (typeof found !== "string")
                  throw new TypeError(`validation let ${value.system} through without ${value.secret}`);
                return found;
              }),
            ),
          },
          { parent: this, ...kept },
        ),
      ]),
    );
    this.registerOutputs({});
  }
}
