import type { StoredSecrets, SystemEnvironment } from "../../config/environment.ts";
import { cachePassword, databaseAddresses, secretNames } from "../../model/secret-names.ts";
import { storeServices } from "../../model/store-services.ts";
import { cacheKeys, databaseKeys, secretName, valueKey } from "./secret-references.ts";

/** The part of an ExternalSecret's specification (`external-secrets.io/v1`) that Slipway writes. */
export interface ExternalSecretSpec {
  readonly refreshInterval: string;
  readonly secretStoreRef: { readonly kind: "ClusterSecretStore"; readonly name: string };
  readonly target: {
    readonly name: string;
    readonly creationPolicy: "Owner";
    readonly template: { readonly engineVersion: "v2"; readonly data: Readonly<Record<string, string>> };
  };
  readonly data: readonly {
    readonly secretKey: string;
    readonly remoteRef: { readonly key: string; readonly version: string; readonly property?: string };
  }[];
}

/** Every ExternalSecret of a system, by the secret that it holds a version of. */
export function externalSecrets(
  environmentName: string,
  own: SystemEnvironment,
  source: StoredSecrets,
): ReadonlyMap<string, ExternalSecretSpec> {
  const specs = new Map<string, ExternalSecretSpec>();
  for (const { name: variable } of secretNames(own.system)) {
    const name = secretName(own, variable);
    const version = source.versions.get(variable);
    if (name === undefined || version === undefined) continue;
    const { properties, template } = contents(variable);
    specs.set(variable, {
      // The version never changes its value, so there is nothing to look for anew.
      refreshInterval: "0s",
      secretStoreRef: { kind: "ClusterSecretStore", name: source.store },
      target: { name, creationPolicy: "Owner", template: { engineVersion: "v2", data: template } },
      data: properties.map((property) => ({
        secretKey: property ?? valueKey,
        // Environment first, then system, then secret (SEC-02).
        remoteRef: {
          key: `${environmentName}/${own.system.name}/${variable}`,
          version,
          ...(property === undefined ? {} : { property }),
        },
      })),
    });
  }
  return specs;
}

/** Which properties of a secret are read (`undefined`: it is one plain value), and what the Secret is made of. */
function contents(variable: string): {
  readonly properties: readonly (string | undefined)[];
  readonly template: Readonly<Record<string, string>>;
} {
  if (variable === databaseAddresses) {
    const properties = Object.values(databaseKeys);
    return {
      properties,
      template: Object.fromEntries(properties.map((key) => [key, `{{ index . "${key}" }}`])),
    };
  }
  if (variable === cachePassword) {
    const { name, port } = storeServices.cache;
    return {
      properties: [undefined],
      template: {
        [cacheKeys.password]: `{{ .${valueKey} }}`,
        [cacheKeys.url]: `redis://:{{ .${valueKey} | urlquery | replace "+" "%20" }}@${name}:${port}/0`,
      },
    };
  }
  return { properties: [undefined], template: { [valueKey]: `{{ .${valueKey} }}` } };
}
