import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { loginNames } from "../../model/database-login.ts";
import type { DatabasePath } from "../../model/database.ts";
import { cachePassword, loginPasswords, vectorStoreKey } from "../../model/secret-names.ts";
import { valueOfShape } from "../../model/secret-shape.ts";
import { storeServices } from "../../model/store-services.ts";
import { databaseAddress } from "../data/database-address.ts";
import { redisUsers } from "../data/redis-users.ts";
import { systemLabels } from "../labels.ts";
import { logicalName, type SystemContext } from "../system-context.ts";
import {
  cacheKeys,
  cacheSecretName,
  cacheUser,
  cacheUsersKeys,
  cacheUsersSecretName,
} from "./cache-secrets.ts";
import { databaseLogins } from "./database-logins.ts";
import {
  databaseKeys,
  databasePasswordKey,
  databasePaths,
  kebabCase,
  loginSecretName,
  secretName,
  valueKey,
  vectorStoreSecret,
  versionsOf,
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
      if (declared.kind !== "secret" || secret === undefined || versionsOf(own.secrets).has(variable))
        continue;
      const { shape } = declared;
      keep(secret, {
        [valueKey]: password(secret, shape.length).apply((made) =>
          valueOfShape(shape, environment.name, made),
        ),
      });
    }
    for (const login of databaseLogins(own)) {
      const made = password(kebabCase(loginPasswords[login]), generatedPassword.length);
      const address = (path: DatabasePath) =>
        made.apply((text) => databaseAddress("dev", path, { user: loginNames[login], password: text }));
      keep(loginSecretName(own, login), {
        [databasePasswordKey]: made,
        ...Object.fromEntries(databasePaths(own.system).map((path) => [databaseKeys[path], address(path)])),
      });
    }
    const { cache } = own.system;
    if (cache) {
      const made = password(kebabCase(cachePassword), generatedPassword.length);
      const { name: host, port } = storeServices.cache;
      keep(cacheSecretName(own), {
        [cacheKeys.username]: pulumi.output(cacheUser),
        [cacheKeys.password]: made,
        [cacheKeys.url]: made.apply((text) => `redis://:${text}@${host}:${port}/0`),
      });
      keep(cacheUsersSecretName(own), {
        [cacheUsersKeys.users]: made.apply((text) => redisUsers(cache, { application: [sha256(text)] })),
        [cacheUsersKeys.password]: made,
      });
    }
    if (own.system.vectorStore) {
      const { name, key } = vectorStoreSecret(own);
      keep(name, { [key]: password(kebabCase(vectorStoreKey), generatedPassword.length) });
    }
    this.secrets = secrets;
    this.registerOutputs({});
  }
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Letters and digits alone, so that a password needs no escaping in an address. */
const generatedPassword = { length: 32 };
