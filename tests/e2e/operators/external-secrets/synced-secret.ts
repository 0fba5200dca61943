import { createHash } from "node:crypto";
import type { Condition } from "../condition.ts";
import type { KubernetesObject } from "../kubernetes-object.ts";
import { ownedBy } from "../owner.ts";
import {
  propertiesIn,
  type RemoteReference,
  type SecretStores,
  type StoredVersion,
  valueIn,
} from "./secret-store.ts";
import { renderTemplate } from "./secret-template.ts";

/** The part of an ExternalSecret that is played. */
export interface ExternalSecret extends KubernetesObject {
  readonly spec: {
    readonly refreshPolicy?: "OnChange" | "Periodic" | "CreatedOnce";
    readonly refreshInterval?: string;
    readonly secretStoreRef?: { readonly name?: string; readonly kind?: string };
    readonly target?: Target;
    readonly data?: readonly { readonly secretKey: string; readonly remoteRef: RemoteReference }[];
    readonly dataFrom?: readonly { readonly extract?: RemoteReference }[];
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly refreshTime?: string;
    readonly syncedResourceVersion?: string;
  };
}

export interface Target {
  readonly name?: string;
  readonly creationPolicy?: string;
  readonly deletionPolicy?: string;
  readonly immutable?: boolean;
  readonly template?: {
    readonly engineVersion?: string;
    readonly mergePolicy?: string;
    readonly type?: string;
    readonly data?: Readonly<Record<string, string>>;
    readonly metadata?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
}

/** Why no Secret can be made, as the condition says it and as the event says it. */
export class SyncError extends Error {
  override readonly name = "SyncError";
  readonly condition: string;

  constructor(condition: string, detail: string) {
    super(detail);
    this.condition = condition;
  }
}

/** The label by which the operator finds its Secrets again. */
export const managedLabel = "reconcile.external-secrets.io/managed";

/** The annotation by which the operator sees that somebody has changed a Secret of its. */
const dataHash = "reconcile.external-secrets.io/data-hash";

/**
 * The Secret that an ExternalSecret becomes.
 * @param existing Names of the `ClusterSecretStore`s in the cluster.
 * @throws SyncError when a store, a value or a key of the template is missing.
 */
export function syncedSecret(
  external: ExternalSecret,
  stores: SecretStores,
  existing: ReadonlySet<string>,
): KubernetesObject {
  const { target } = external.spec;
  const template = target?.template;
  const values = valuesOf(external, storeOf(external, stores, existing));
  const data = templated(template, values);
  const metadata = template === undefined ? external.metadata : template.metadata;
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: secretNameOf(external),
      ...(external.metadata.namespace === undefined ? {} : { namespace: external.metadata.namespace }),
      labels: { ...metadata?.labels, [managedLabel]: "true" },
      annotations: {
        ...metadata?.annotations,
        [dataHash]: hashOf(data),
      },
      ...((target?.creationPolicy ?? "Owner") === "Owner" ? { ownerReferences: [ownedBy(external)] } : {}),
    },
    type: template?.type ?? "Opaque",
    ...(target?.immutable ? { immutable: true } : {}),
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
    ),
  };
}

/** The Secret's name is the ExternalSecret's where it says nothing else. */
export const secretNameOf = ({ spec, metadata }: ExternalSecret): string =>
  spec.target?.name ?? metadata.name;

function storeOf(
  { spec }: ExternalSecret,
  stores: SecretStores,
  existing: ReadonlySet<string>,
): readonly StoredVersion[] {
  const { kind, name = "" } = spec.secretStoreRef ?? {};
  if (kind !== "ClusterSecretStore")
    throw unread(`the played operator knows ClusterSecretStores only, not a ${kind ?? "SecretStore"}`);
  if (!existing.has(name)) {
    throw unread(
      `could not get ClusterSecretStore "${name}", ClusterSecretStore.external-secrets.io "${name}" not found`,
    );
  }
  return stores[name] ?? [];
}

const unread = (detail: string): SyncError =>
  new SyncError("could not get secret data from provider", detail);

function valuesOf(
  { spec }: ExternalSecret,
  versions: readonly StoredVersion[],
): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [index, { extract }] of (spec.dataFrom ?? []).entries()) {
    attempt(`error processing spec.dataFrom[${index}].extract, err: `, () => {
      if (extract === undefined) throw new Error("the played operator knows extract only");
      Object.assign(values, propertiesIn(versions, extract));
    });
  }
  for (const [index, { secretKey, remoteRef }] of (spec.data ?? []).entries()) {
    attempt(`error processing spec.data[${index}] (key: ${remoteRef.key}), err: `, () => {
      values[secretKey] = valueIn(versions, remoteRef);
    });
  }
  return values;
}

function attempt(place: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw unread(`${place}${(error as Error).message}`);
  }
}

function templated(
  template: Target["template"],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (template?.data === undefined) return values;
  const made = Object.entries(template.data).map(([key, text]): [string, string] => {
    try {
      return [key, renderTemplate(text, values)];
    } catch (error) {
      const detail = `could not execute template: unable to execute template at key ${key}: ${(error as Error).message}`;
      throw new SyncError("could not update secret", `could not apply template: ${detail}`);
    }
  });
  return { ...(template.mergePolicy === "Merge" ? values : {}), ...Object.fromEntries(made) };
}

/** Whether a Secret is as the operator has left it. */
export function isIntact({ metadata, data }: KubernetesObject): boolean {
  const encoded = Object.entries((data ?? {}) as Readonly<Record<string, string>>);
  const texts = encoded.map(([key, value]) => [key, Buffer.from(value, "base64").toString()] as const);
  return (
    metadata.labels?.[managedLabel] === "true" &&
    metadata.annotations?.[dataHash] === hashOf(Object.fromEntries(texts))
  );
}

const hashOf = (data: Readonly<Record<string, string>>): string =>
  createHash("sha3-224")
    .update(JSON.stringify(Object.entries(data).sort()))
    .digest("hex");
