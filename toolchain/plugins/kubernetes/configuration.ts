import { differencesBetween } from "../protocol/difference.ts";
import {
  reveal,
  revealAll,
  UNKNOWN,
  type Properties,
  type PropertyValue,
} from "../protocol/property-value.ts";
import type { Change, CheckFailure, CheckResult, DiffResult } from "../protocol/resource-provider.ts";
import type { ClusterChoice } from "./cluster/kubeconfig.ts";
import type { MutabilityOptions } from "./immutable-fields.ts";

export interface Configuration extends MutabilityOptions {
  readonly defaultNamespace: string;
  readonly cluster: ClusterChoice;
  /** A create takes over the object that is there already. */
  readonly upserts: boolean;
  /** Conflicts with other field managers are won. */
  readonly forcesPatches: boolean;
  readonly deletesUnreachable: boolean;
  readonly skipsUnreachable: boolean;
  /** What the program asks for and the stand-in can't do, in words. */
  readonly unsupported: readonly string[];
}

/** The vendor's own settings; another one is a slip of the pen that would silently do nothing. */
const settings = [
  "cluster",
  "clusterIdentifier",
  "context",
  "deleteUnreachable",
  "enableConfigMapMutable",
  "enablePatchForce",
  "enableReplaceCRD",
  "enableSecretMutable",
  "enableServerSideApply",
  "helmReleaseSettings",
  "kubeClientSettings",
  "kubeconfig",
  "namespace",
  "renderYamlToDirectory",
  "skipUpdateUnreachable",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
  "upsertExistingObjects",
  "alwaysRender",
  "version",
  "pluginDownloadURL",
];

export function checkConfiguration(inputs: Properties): CheckResult {
  const failures: CheckFailure[] = Object.keys(inputs)
    .filter((key) => !settings.includes(key) && !key.startsWith("__"))
    .map((key) => ({
      property: key,
      reason: `the provider has no setting "${key}". It has: ${settings.join(", ")}.`,
    }));
  return { inputs, failures };
}

/** The provider's settings; for some of them the vendor has environment variables as well. */
export function configurationFrom(
  inputs: Properties,
  environment: NodeJS.ProcessEnv = process.env,
): Configuration {
  const plain = revealAll(inputs);
  const text = (key: string): string => {
    const value = plain[key];
    return typeof value === "string" ? value : "";
  };
  const isOn = (key: string, variable: string): boolean =>
    isTrue(plain[key]) || (plain[key] === undefined && environment[variable] === "true");
  return {
    defaultNamespace: text("namespace") || "default",
    cluster: { kubeconfig: text("kubeconfig"), context: text("context"), cluster: text("cluster") },
    configMapMutable: isOn("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
    secretMutable: isOn("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
    upserts: isOn("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
    forcesPatches: isOn("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    deletesUnreachable: isOn("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
    skipsUnreachable: isOn("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE"),
    unsupported: [
      ...(text("renderYamlToDirectory") === "" ? [] : ["setting renderYamlToDirectory"]),
      ...(isFalse(plain["enableServerSideApply"]) ? ["client-side apply"] : []),
    ],
  };
}

/** The engine hands over a provider's booleans as text. */
function isTrue(value: PropertyValue | undefined): boolean {
  return value === true || value === "true";
}

function isFalse(value: PropertyValue | undefined): boolean {
  return value === false || value === "false";
}

const whichCluster = ["kubeconfig", "context", "cluster"];

/**
 * Another cluster means that every object is another one. A cluster has no name of its own, so the identifier
 * decides where one is given; else any change of the connection counts, which errs on the safe side.
 */
export function diffConfiguration({ oldState, oldInputs, inputs }: Change): DiffResult {
  const old = Object.keys(oldInputs).length > 0 ? oldInputs : oldState;
  const before = identifierOf(old);
  const after = identifierOf(inputs);
  const isSameCluster = before !== "" && before === after && after !== UNKNOWN;
  const differences = differencesBetween(revealAll(old), revealAll(inputs)).map((difference) => {
    const setting = String(difference.path[0]);
    const movesIdentifier = setting === "clusterIdentifier" && before !== "" && after !== "";
    return { ...difference, replaces: !isSameCluster && (movesIdentifier || whichCluster.includes(setting)) };
  });
  return { differences, deleteBeforeReplace: false };
}

function identifierOf(inputs: Properties): string {
  const identifier = reveal(inputs["clusterIdentifier"] ?? null);
  return typeof identifier === "string" ? identifier : "";
}
