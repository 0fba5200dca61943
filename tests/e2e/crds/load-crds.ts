import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { clusterContract } from "../../../components/cluster/contract.ts";
import { type CrdSource, crdSources } from "./crd-sources.ts";
import { downloadModules } from "./go-modules.ts";

/** The definition of a kind, as its operator ships it. */
export interface CrdDefinition {
  /** The operator's name in the cluster's contract. */
  readonly operator: string;
  /** `<plural>.<group>`. */
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  /** The version in the contract. */
  readonly version: string;
  /** The definition itself, YAML. */
  readonly text: string;
}

/** Something that could not be had here. */
export interface Skipped {
  readonly what: string;
  readonly reason: string;
}

/** Definitions without a registry lie in the folder of this name, or beside the project. */
const FOLDER_VARIABLE = "SLIPWAY_CRDS";
const besideTheProject = fileURLToPath(new URL("../../../../shared/crds", import.meta.url));

/**
 * The definitions of the kinds in the cluster's contract, from the operators' own releases.
 * @param folder Where definitions that have no registry lie. @default `$SLIPWAY_CRDS`, else `../shared/crds`
 */
export async function loadCrds(
  folder: string = process.env[FOLDER_VARIABLE] ?? besideTheProject,
): Promise<{ readonly definitions: readonly CrdDefinition[]; readonly skipped: readonly Skipped[] }> {
  const modules = await downloadModules(crdSources.flatMap(({ module }) => module ?? []));
  const definitions: CrdDefinition[] = [];
  const skipped: Skipped[] = [];
  for (const source of crdSources) {
    const place = placeOf(source, modules, folder);
    if ("reason" in place) {
      skipped.push({ what: `the definitions of ${source.operator}`, reason: place.reason });
      continue;
    }
    definitions.push(...wantedOf(source.operator, join(place.folder, source.path)));
  }
  return { definitions, skipped };
}

function placeOf(
  { module, path }: CrdSource,
  modules: Awaited<ReturnType<typeof downloadModules>>,
  folder: string,
): { readonly folder: string } | { readonly reason: string } {
  if (module !== undefined) return modules.get(module) ?? { reason: `${module} was not asked for` };
  if (existsSync(join(folder, path))) return { folder };
  return {
    reason: `no registry has them, and ${join(folder, path)} is not there; name their folder in ${FOLDER_VARIABLE}`,
  };
}

/** Those of the kinds in the contract; a release defines more. */
function wantedOf(operator: string, path: string): readonly CrdDefinition[] {
  const apis = clusterContract.find(({ name }) => name === operator)?.apis ?? [];
  const files = statSync(path).isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path];
  const found = files
    .filter((file) => /\.ya?ml$/.test(file))
    .flatMap((file) => definitionsIn(readFileSync(file, "utf8"), operator));
  return apis.flatMap(({ group, version, kinds }) =>
    kinds.map((kind) => {
      const definition = found.find((candidate) => candidate.group === group && candidate.kind === kind);
      if (!definition?.versions.includes(version)) {
        throw new Error(
          `${path} defines no ${kind} of ${group}/${version}. Correct the contract, or where ${operator} keeps it.`,
        );
      }
      const { name, text } = definition;
      return { operator, name, group, version, kind, text };
    }),
  );
}

interface FoundDefinition extends Omit<CrdDefinition, "operator" | "version"> {
  /** The versions it has, in the order of the file. */
  readonly versions: readonly string[];
}

/**
 * Reads only what names a definition: parsing the half megabyte of a schema takes a second each, and the API server
 * reads it anyway.
 */
export function definitionsIn(text: string, operator: string): readonly FoundDefinition[] {
  return text
    .split(/^---$/m)
    .filter((document) => /^kind: CustomResourceDefinition$/m.test(document))
    .map((document) => {
      const [, group] = /^ {2}group: (\S+)$/m.exec(document) ?? [];
      const [, kind] = /^ {4}kind: (\S+)$/m.exec(document) ?? [];
      const [, plural] = /^ {4}plural: (\S+)$/m.exec(document) ?? [];
      const versions = [...document.matchAll(/^ {2}(?:- | {2})name: (v\d\S*)$/gm)].map(
        ([, name = ""]) => name,
      );
      if (group === undefined || kind === undefined || plural === undefined || versions.length === 0)
        throw new Error(`A definition of ${operator} is not laid out as expected: ${document.slice(0, 200)}`);
      return { name: `${plural}.${group}`, group, kind, versions, text: document };
    });
}
