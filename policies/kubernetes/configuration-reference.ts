import { Candidates } from "./candidates.ts";
import { containersOf } from "./container.ts";
import { ifKnown, type Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";
import { oncePerList } from "./once-per-list.ts";
import type { PodTemplate } from "./pod-template.ts";

export type ConfigurationKind = "Secret" | "ConfigMap";

/** A place in a pod that names a Secret or a ConfigMap without which it doesn't start. */
export interface ConfigurationReference {
  readonly kind: ConfigurationKind;
  readonly name: Field;
  /** Where one of its keys is named; undefined where all of them are taken. */
  readonly key: Field | undefined;
}

type Attempt = (check: () => void) => void;

/** What a pod needs to start: variables and volumes that are not optional. */
export function configurationReferencesOf(
  template: PodTemplate,
  attempt: Attempt,
): readonly ConfigurationReference[] {
  const found: ConfigurationReference[] = [];
  const add = (kind: ConfigurationKind, source: Field, name = "name", key?: string): void => {
    attempt(() => {
      if (source.isSet && source.at("optional").value !== true) {
        found.push({ kind, name: source.at(name), key: key === undefined ? key : source.at(key) });
      }
    });
  };
  const both = (owner: Field, secret: string, map: string, name?: string, key?: string): void => {
    add("Secret", owner.at(secret), name, key);
    add("ConfigMap", owner.at(map), "name", key);
  };
  for (const { root } of containersOf(template, attempt)) {
    attempt(() => {
      for (const variable of root.at("env").items())
        both(variable.at("valueFrom"), "secretKeyRef", "configMapKeyRef", "name", "key");
    });
    attempt(() => {
      for (const source of root.at("envFrom").items()) both(source, "secretRef", "configMapRef");
    });
  }
  attempt(() => {
    for (const volume of template.spec.at("volumes").items()) {
      both(volume, "secret", "configMap", "secretName");
      attempt(() => {
        for (const source of volume.at("projected", "sources").items()) both(source, "secret", "configMap");
      });
    }
  });
  return found;
}

const makers = (kind: ConfigurationKind): ((stack: readonly Manifest[]) => Candidates<Manifest>) =>
  oncePerList((stack) => new Candidates(stack, (manifest) => configurationNamesOf(manifest, kind)));
const writersOf = (kind: ConfigurationKind): ((stack: readonly Manifest[]) => readonly Manifest[]) =>
  oncePerList((stack) =>
    stack.filter((manifest) => ifKnown(() => configurationNamesOf(manifest, kind))?.value.length !== 0),
  );
const makersIn = { Secret: writersOf("Secret"), ConfigMap: writersOf("ConfigMap") };
const byConfigurationName = { Secret: makers("Secret"), ConfigMap: makers("ConfigMap") };

/** The objects that may write one of a name. */
export const perhapsMaking = (
  kind: ConfigurationKind,
  name: unknown,
  stack: readonly Manifest[],
): readonly Manifest[] => byConfigurationName[kind](stack).of(name);

/** The objects that write one, whatever its name. */
export const makersOf = (kind: ConfigurationKind, stack: readonly Manifest[]): readonly Manifest[] =>
  makersIn[kind](stack);

/** What CloudNativePG writes beside a cluster. */
const ofPostgres = ["app", "superuser", "ca", "server", "replication"];

/** What an object writes into its namespace of a kind: itself, or what its operator makes of it. */
export function configurationNamesOf(
  { kind, root }: Manifest,
  wanted: ConfigurationKind,
): readonly unknown[] {
  const own = (): unknown => root.at("metadata", "name").value;
  if (kindKey(kind) === `core/${wanted}`) {
    return [own()];
  }
  if (wanted === "ConfigMap") {
    return [];
  }
  switch (kindKey(kind)) {
    case "external-secrets.io/ExternalSecret":
      return [root.at("spec", "target", "name").value ?? own()];
    case "cert-manager.io/Certificate":
      return [root.at("spec", "secretName").value];
    case "bitnami.com/SealedSecret":
      return [own()];
    case "postgresql.cnpg.io/Cluster":
      return ofPostgres.map((suffix) => `${String(own())}-${suffix}`);
    default:
      return [];
  }
}

/**
 * The keys that a Secret or a ConfigMap declares; nothing where it declares none, as others fill it in then, or where they can't all be known.
 */
export function declaredKeysOf({ kind, root }: Manifest): readonly string[] | undefined {
  if (!["core/Secret", "core/ConfigMap"].includes(kindKey(kind))) return undefined;
  const keys = ifKnown(() =>
    ["data", "stringData", "binaryData"].flatMap((field) =>
      root
        .at(field)
        .entries()
        .map(([key]) => key),
    ),
  )?.value;
  return keys?.length === 0 ? undefined : keys;
}
