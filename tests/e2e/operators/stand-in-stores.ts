import { randomBytes } from "node:crypto";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { type EnvironmentName, environmentNames } from "../../../model/environment-name.ts";
import { systems } from "../../../systems/all.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { postgresPort } from "./cloudnative-pg/cluster-objects.ts";
import {
  madeUpReceiverValues,
  madeUpValues,
  type OutsideDatabase,
} from "./external-secrets/made-up-values.ts";
import type { SecretStores, StoredVersion } from "./external-secrets/secret-store.ts";
import type { KubernetesObject } from "./kubernetes-object.ts";

/** So that a rotation finds its next version. */
const versions = ["1", "2", "3"];

/** The namespace of what plays the world outside the stacks. */
export const outsideNamespace = "outside";

const clusterName = "database";

/** A database that a system buys from somebody else, as its addresses tell. */
export const outsideDatabase = (): OutsideDatabase => ({
  user: "app",
  password: randomBytes(16).toString("hex"),
  hosts: { dev: hostFor("dev"), staging: hostFor("staging"), production: hostFor("production") },
  database: "app",
});

/** The name of the database's project, which has to stand in its address: each environment has one of its own (CF-25). */
function projectFor(environment: EnvironmentName): string {
  const { systems: configured } = configuredEnvironment(environment) as ConfiguredEnvironment;
  const host = configured[crbAnalyser.name]?.hostnames?.["supabase"];
  if (host === undefined) throw new Error(`${environment} names no host of the database outside.`);
  return host.split(".")[0] ?? host;
}

const hostFor = (environment: EnvironmentName): string =>
  `${projectFor(environment)}.${outsideNamespace}.svc.cluster.local`;

/** What the stores of all stacks hold, by the name that each stack's configuration gives its store. */
export function standInStores(outside: OutsideDatabase): SecretStores {
  const stores: Record<string, readonly StoredVersion[]> = {};
  for (const environment of environmentNames) {
    for (const name of storesOf(environment))
      stores[name] = [...(stores[name] ?? []), ...madeUpValues(environment, systems, versions, outside)];
    const { store, versions: ofReceivers = {} } = receiverSecretsOf(environment);
    if (store !== undefined)
      stores[store] = [
        ...(stores[store] ?? []),
        ...madeUpReceiverValues(environment, Object.keys(ofReceivers), versions),
      ];
  }
  return stores;
}

/** The store's object, which the real operator would find its provider by. It holds no values. */
export const clusterSecretStore = (name: string): KubernetesObject => ({
  apiVersion: "external-secrets.io/v1",
  kind: "ClusterSecretStore",
  metadata: { name },
  spec: { provider: { fake: { data: [] } } },
});

/** The outside database: a Postgres that the played CloudNativePG runs, away from the stacks. */
export function outsideDatabaseObjects(outside: OutsideDatabase, image: string): readonly KubernetesObject[] {
  const secret = `${clusterName}-password`;
  return [
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: outsideNamespace,
        labels: { "pod-security.kubernetes.io/enforce": "restricted" },
      },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: secret, namespace: outsideNamespace },
      type: "kubernetes.io/basic-auth",
      stringData: { username: outside.user, password: outside.password },
    },
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: { name: clusterName, namespace: outsideNamespace },
      spec: {
        instances: 1,
        imageName: image,
        bootstrap: {
          initdb: { database: outside.database, owner: outside.user, secret: { name: secret } },
        },
        storage: { size: "1Gi" },
        resources: {
          requests: { cpu: "20m", memory: "128Mi" },
          limits: { cpu: "500m", memory: "128Mi" },
        },
      },
    },
    ...environmentNames.map((environment) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: projectFor(environment), namespace: outsideNamespace },
      spec: {
        type: "ClusterIP",
        selector: { "cnpg.io/cluster": clusterName, "cnpg.io/instanceRole": "primary" },
        ports: [{ name: "postgres", port: postgresPort, targetPort: postgresPort, protocol: "TCP" }],
      },
    })),
  ];
}

interface ConfiguredSystem {
  readonly secrets?: { readonly store?: string };
  readonly hostnames?: Readonly<Record<string, string>>;
}

interface ConfiguredEnvironment {
  readonly systems: Readonly<Record<string, ConfiguredSystem | undefined>>;
  readonly receivers?: {
    readonly secrets?: { readonly store?: string; readonly versions?: Readonly<Record<string, string>> };
  };
}

const receiverSecretsOf = (environment: EnvironmentName) =>
  (configuredEnvironment(environment) as ConfiguredEnvironment).receivers?.secrets ?? {};

function storesOf(environment: EnvironmentName): ReadonlySet<string> {
  const { systems: configured } = configuredEnvironment(environment) as ConfiguredEnvironment;
  return new Set(Object.values(configured).flatMap((system) => system?.secrets?.store ?? []));
}
