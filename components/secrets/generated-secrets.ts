import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { cachePassword } from "../../model/secret-names.ts";
import { storeServices } from "../../model/store-services.ts";
import { postgresDatabase, postgresUser } from "../data/postgres-store.ts";
import { systemLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import {
  cacheKeys,
  cacheSecretName,
  databaseKeys,
  databaseSecretName,
  kebabCase,
  secretName,
  valueKey,
} from "./secret-references.ts";

/**
 * Secrets that are made up and kept in the stack's encrypted state: dev's own. Keys to third parties get the right
 * shape and open nothing.
 */
export class GeneratedSecrets extends pulumi.ComponentResource {
  /** By name of the Secret. */
  readonly secrets: ReadonlyMap<string, pulumi.Resource>;

  constructor(
    name: string,
    args: { readonly context: SystemContext; readonly namespace: pulumi.Input<string> },
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("slipway:secrets:GeneratedSecrets", name, {}, opts);
    const { own, labelled, environment } = args.context;
    const labels = systemLabels(labelled);
    const secrets = new Map<string, pulumi.Resource>();
    const password = (of: string, length: number): pulumi.Output<string> =>
      new random.RandomPassword(logicalName(labelled, of), { length, special: false }, { parent: this })
        .result;
    const keep = (secret: string, stringData: Record<string, pulumi.Output<string>>): void => {
      const created = new kubernetes.core.v1.Secret(
        logicalName(labelled, secret),
        { metadata: { name: secret, namespace: args.namespace, labels }, type: "Opaque", stringData },
        { parent: this },
      );
      secrets.set(secret, created);
    };

    for (const [variable, declared] of Object.entries(own.system.variables)) {
      const secret = declared.kind === "secret" ? secretName(own, variable) : undefined;
      if (declared.kind !== "secret" || secret === undefined) continue;
      const { prefix, length, suffix } = declared.shape;
      const fixed = { before: prefix[environment.name], after: suffix };
      keep(secret, {
        [valueKey]: password(secret, length).apply((made) => `${fixed.before}${made}${fixed.after}`),
      });
    }
    if (own.system.database) {
      const made = password("database-password", generatedPassword.length);
      const { name: host, port } = storeServices.database;
      const url = made.apply(
        (text) => `postgresql://${postgresUser}:${text}@${host}:${port}/${postgresDatabase}`,
      );
      keep(databaseSecretName(own), {
        [databasePasswordKey]: made,
        [databaseKeys.pooled]: url,
        [databaseKeys.direct]: url,
      });
    }
    if (own.system.cache) {
      const made = password(kebabCase(cachePassword), generatedPassword.length);
      const { name: host, port } = storeServices.cache;
      keep(cacheSecretName(own), {
        [cacheKeys.password]: made,
        [cacheKeys.url]: made.apply((text) => `redis://:${text}@${host}:${port}/0`),
      });
    }
    this.secrets = secrets;
    this.registerOutputs({});
  }
}

/** The key under which dev's database password stands beside the addresses that hold it. */
export const databasePasswordKey = "password";

/** Letters and digits alone, so that a password needs no escaping in an address. */
const generatedPassword = { length: 32 };
