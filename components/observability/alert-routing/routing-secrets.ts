import { receiverSecretsOwner } from "../../../config/receiver-secrets.ts";
import type { Receivers } from "../../../config/receivers.ts";
import { secretRefresh, secretServices, versionSuffix } from "../../../config/secret-service.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import type { ExternalSecretSpec } from "../../secrets/external-secret.ts";
import { kebabCase, type SecretKey, valueKey } from "../../secrets/secret-references.ts";

/** Where the value of a receiver's secret stands in a namespace: under another name for each version. */
export function routingSecret({ secrets }: Receivers, secret: string): SecretKey {
  const suffix = versionSuffix(secrets.service, secrets.versions?.[secret] ?? "");
  return { name: `${receiverSecretsOwner}-${kebabCase(secret)}${suffix}`, key: valueKey };
}

/**
 * What copies secrets of receivers into a namespace, by secret. Whoever tells Alertmanager of a receiver has them beside what names
 * them.
 * @param wanted Names of those that are needed there.
 */
export function routingExternalSecrets(
  environment: EnvironmentName,
  receivers: Receivers,
  wanted: readonly string[],
): ReadonlyMap<string, ExternalSecretSpec> {
  const { service, store, versions } = receivers.secrets;
  const { remoteKey } = secretServices[service];
  return new Map(
    wanted.map((secret) => [
      secret,
      {
        ...secretRefresh(service),
        secretStoreRef: { kind: "ClusterSecretStore", name: store },
        target: {
          name: routingSecret(receivers, secret).name,
          creationPolicy: "Owner",
          // What was pasted into a store often ends with a line break, and no address or key does.
          template: { engineVersion: "v2", data: { [valueKey]: `{{ .${valueKey} | trim }}` } },
        },
        data: [
          {
            secretKey: valueKey,
            remoteRef: {
              ...remoteKey({ environment, system: receiverSecretsOwner, secret }),
              ...(versions === undefined ? {} : { version: versions[secret] ?? "" }),
            },
          },
        ],
      } satisfies ExternalSecretSpec,
    ]),
  );
}
