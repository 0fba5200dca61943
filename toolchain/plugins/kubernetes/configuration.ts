import { differencesBetween } from "../protocol/difference.ts";
import {
  reveal,
  revealAll,
  UNKNOWN,
  type Properties,
  type PropertyValue,
} from "../protocol/property-value.ts";
import type { Change, CheckFailure, CheckResult, DiffResult } from "../protocol/resource-provider.ts";
import type { MutabilityOptions } from "./immutable-fields.ts";

export interface Configuration extends MutabilityOptions {
  readonly defaultNamespace: string;
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

export function configurationFrom(inputs: Properties): Configuration {
  const plain = revealAll(inputs);
  const namespace = plain["namespace"];
  return {
    defaultNamespace: typeof namespace === "string" && namespace !== "" ? namespace : "default",
    configMapMutable: isTrue(plain["enableConfigMapMutable"]),
    secretMutable: isTrue(plain["enableSecretMutable"]),
  };
}

/** The engine hands over a provider's booleans as text. */
function isTrue(value: PropertyValue | undefined): boolean {
  return value === true || value === "true";
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
