import { labelKeyForm } from "../judging/parameter-forms.ts";
import type { Rule, StackManifest } from "../judging/rule.ts";
import { textParameter } from "../judging/settings.ts";
import { type DatabaseWay, databaseWaysOf } from "../kubernetes/database-ways.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { HIDDEN, shownName } from "../kubernetes/shown-text.ts";

const label = "label";
const word = "word";

/** Someone who holds a way to a database. */
interface Holder {
  readonly system: string;
  readonly subject: string;
}

export const oneSystemPerDatabase: Rule = {
  name: "one-system-per-database",
  displayName: "One system for each database",
  description: "No two systems hold the address, the Secret or the stored secret of one database.",
  severity: "high",
  tags: ["data", "SRE"],
  why: "Two systems on one database change its schema under each other, share its connections and its outages, and can't be recovered apart.",
  fix: "give this system a database of its own, and let it ask the other system's service for what it needs.",
  remediation: [
    "Declare a database of its own for the system, with a Secret of its own.",
    "What it needs of the other system's data it asks for: by a call to that system's service, which is declared too.",
    "Several services of one system may share its database; they have the same system label. That is the one exception.",
  ],
  parameters: {
    [label]: textParameter(
      "The label that says which system an object is of.",
      "app.kubernetes.io/part-of",
      labelKeyForm,
    ),
    [word]: textParameter(
      "The word by which a variable, a Secret or an entry of a secret store is known to be a database's, in letters of any case.",
      "database",
    ),
  },
  judgeStack(stack, inspection) {
    const { settings } = inspection;
    const systemOf = ({ root }: StackManifest): string | undefined =>
      root.at("metadata", "labels", settings.text(label)).knownText;
    const namespaces = new Map(
      stack.flatMap((manifest) => {
        const system = kindKey(manifest.kind) === "core/Namespace" ? systemOf(manifest) : undefined;
        return system === undefined ? [] : [[manifest.root.at("metadata", "name").knownText, system]];
      }),
    );
    const holders = new Map<string, Holder>();
    for (const manifest of stack) {
      inspection.attempt(() => {
        const system = systemOf(manifest);
        if (system === undefined) {
          return;
        }
        for (const way of databaseWaysOf(manifest, settings.text(word), inspection.attempt)) {
          inspection.applies();
          const other = otherHolder(way, system, holders, namespaces);
          if (other === undefined) {
            holders.set(way.target, holders.get(way.target) ?? { system, subject: manifest.subject });
          } else {
            inspection.report({
              subject: manifest.subject,
              field: way.field,
              problem: `leads ${shown(system)} to a database of ${shown(other.system)}, ${other.subject}`,
              urn: manifest.urn,
            });
          }
        }
      });
    }
  },
};

const shown = (name: string | undefined): string => shownName(name) ?? HIDDEN;

/** Who of another system a database belongs to: the first that held it, or whose namespace it is in. */
function otherHolder(
  { target, address }: DatabaseWay,
  system: string,
  holders: ReadonlyMap<string, Holder>,
  namespaces: ReadonlyMap<string | undefined, string>,
): Holder | undefined {
  const landlord = address && namespaces.get(address.namespace);
  if (landlord !== undefined && landlord !== system)
    return { system: landlord, subject: `in Namespace ${shown(address?.namespace)}` };
  const first = holders.get(target);
  return first === undefined || first.system === system
    ? undefined
    : { ...first, subject: `to which ${first.subject} leads too` };
}
