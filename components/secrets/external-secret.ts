import type { StoredSecrets, SystemEnvironment } from "../../config/environment.ts";
import {
  type RemoteKey,
  secretRefresh,
  type SecretRefresh,
  secretServices,
} from "../../config/secret-service.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import {
  cacheBackupPassword,
  cacheMonitorPassword,
  cachePassword,
  secretNames,
} from "../../model/secret-names.ts";
import { secretShape } from "../../model/store-secret-shapes.ts";
import { acceptedPasswords, cacheUsersSecretName } from "./cache-secrets.ts";
import { checkedValue, refusals } from "./checked-value.ts";
import {
  cacheUsers,
  cacheUsersContents,
  secretContents,
  secretObjects,
  secretType,
  valuesOf,
  type ValueTexts,
} from "./secret-contents.ts";
import { valueKey } from "./secret-references.ts";

/** The part of an ExternalSecret's specification (`external-secrets.io/v1`) that Slipway writes. */
export interface ExternalSecretSpec extends SecretRefresh {
  readonly secretStoreRef: { readonly kind: "ClusterSecretStore"; readonly name: string };
  readonly target: {
    readonly name: string;
    readonly creationPolicy: "Owner";
    readonly template: {
      readonly engineVersion: "v2";
      readonly type?: "kubernetes.io/basic-auth";
      readonly data: Readonly<Record<string, string>>;
    };
  };
  readonly data: readonly {
    readonly secretKey: string;
    readonly remoteRef: RemoteKey & { readonly version?: string };
  }[];
}

/** Every ExternalSecret of a system, by the secret that it holds a version of, and {@link secretOfCluster}. */
export function externalSecrets(
  environmentName: EnvironmentName,
  own: SystemEnvironment,
  source: StoredSecrets,
): ReadonlyMap<string, ExternalSecretSpec> {
  const specs = new Map<string, ExternalSecretSpec>();
  const { remoteKey } = secretServices[source.service];
  const remote = (secret: string, version: string, property?: string) => ({
    ...remoteKey({ environment: environmentName, system: own.system.name, secret, property }),
    ...(version === "" ? {} : { version }),
  });
  const external = (
    name: string,
    data: ExternalSecretSpec["data"],
    template: Readonly<Record<string, string>>,
    type?: "kubernetes.io/basic-auth",
  ): ExternalSecretSpec => ({
    ...secretRefresh(source.service),
    secretStoreRef: { kind: "ClusterSecretStore", name: source.store },
    target: {
      name,
      creationPolicy: "Owner",
      template: { engineVersion: "v2", ...(type && { type }), data: template },
    },
    data,
  });
  for (const { name: variable } of secretNames(own.system)) {
    const version = source.versions.get(variable);
    if (version === undefined) continue;
    const data = valuesOf(own.system, variable).map((property) => ({
      secretKey: property ?? valueKey,
      remoteRef: remote(variable, version, property),
    }));
    for (const object of secretObjects(own, variable)) {
      const template = secretContents(object, own, templates(variable, own, environmentName));
      specs.set(object.key, external(object.name, data, template, secretType(variable)));
    }
  }
  if (own.system.cache?.kind === "platform") {
    const accepted = acceptedPasswords(own).map((version, index) => ({
      secretKey: `accepted${index}`,
      remoteRef: remote(cachePassword, version),
    }));
    const others = (
      [
        ["monitor", cacheMonitorPassword],
        ["backup", cacheBackupPassword],
      ] as const
    ).flatMap(([secretKey, secret]) => {
      const version = source.versions.get(secret);
      return version === undefined ? [] : [{ secretKey, secret, remoteRef: remote(secret, version) }];
    });
    const sum = (secretKey: string) => `{{ .${secretKey} | sha256sum }}`;
    const sums = {
      application: accepted.map(({ secretKey }) => sum(secretKey)),
      ...Object.fromEntries(others.map(({ secretKey }) => [secretKey, sum(secretKey)])),
    };
    // Redis would let everybody in by the sum of an empty one, so each is held to its shape, not only the one in force.
    const refused = [...accepted.map((each) => ({ ...each, secret: cachePassword })), ...others].map(
      ({ secretKey, secret }) => {
        const shape = secretShape(own.system, secret);
        return shape ? refusals(secret, shape, environmentName, `.${secretKey}`) : "";
      },
    );
    const password = `${refused.join("")}{{ .${accepted[0]?.secretKey ?? ""} }}`;
    specs.set(
      cacheUsers,
      external(
        cacheUsersSecretName(own),
        [...accepted, ...others.map(({ secretKey, remoteRef }) => ({ secretKey, remoteRef }))],
        cacheUsersContents(own, own.system.cache, { sums, password }),
      ),
    );
  }
  return specs;
}

/** The operator's templates for a secret's values. */
function templates(
  variable: string,
  { system, hostnames }: SystemEnvironment,
  environment: EnvironmentName,
): ValueTexts {
  const shape = secretShape(system, variable, hostnames);
  const expression = (property?: string) =>
    property === undefined ? `.${valueKey}` : `(index . "${property}")`;
  return {
    escaped: () => `{{ .${valueKey} | urlquery | replace "+" "%20" }}`,
    checked: (property) =>
      shape
        ? checkedValue(variable, shape, environment, expression(property))
        : `{{ ${expression(property)} }}`,
  };
}
