import { externalSecrets } from "../../components/secrets/external-secret.ts";
import type { StoredSecrets, SystemEnvironment } from "../../config/environment.ts";
import type { SecretServiceName } from "../../config/secret-service.ts";
import { realSystem } from "./declarations.ts";

const versionOfAzure = "0a".repeat(16);

/** A version as each service writes it. */
export const versionOf: Readonly<Record<SecretServiceName, string>> = {
  unnamed: "1",
  "aws-secrets-manager": "uuid/0f8fad5b-d9cb-469f-a165-70867728950e",
  vault: "3",
  "azure-key-vault": versionOfAzure,
  "gcp-secret-manager": "4",
  doppler: "",
};

/** A system of production's, with its secrets in another service, and its ExternalSecrets. */
export function keptBy(service: SecretServiceName, system = "crb-analyser") {
  const own = realSystem("production", system);
  if (own.secrets.kind !== "stored") throw new Error("production's secrets are stored");
  const secrets: StoredSecrets = {
    ...own.secrets,
    service,
    versions: new Map([...own.secrets.versions.keys()].map((name) => [name, versionOf[service]])),
  };
  const kept: SystemEnvironment = { ...own, secrets };
  return { own: kept, specs: externalSecrets("production", kept, secrets) };
}
