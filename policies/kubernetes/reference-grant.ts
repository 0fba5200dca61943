import { allHold, type Field, someField } from "./field.ts";
import { kindKey } from "./kind.ts";
import { type Manifest, namespaceOf } from "./manifest.ts";

export const REFERENCE_GRANT = "gateway.networking.k8s.io/ReferenceGrant";

/** An object that is referred to from another namespace, by its kind, such as `core/Service`. */
export interface Referred {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Whether a grant lets an object refer to one in the grant's own namespace. A grant without a name is for all of the kind. */
export function grants(grant: Manifest, from: Manifest, { kind, namespace, name }: Referred): boolean {
  const spec = grant.root.at("spec");
  return allHold(
    () => namespaceOf(grant) === namespace,
    () =>
      someField(spec.at("from").items(), (entry) =>
        allHold(
          () => kindIn(entry) === kindKey(from.kind),
          () => entry.at("namespace").value === namespaceOf(from),
        ),
      ),
    () =>
      someField(spec.at("to").items(), (entry) =>
        allHold(
          () => kindIn(entry) === kind,
          () => !entry.at("name").isSet || entry.at("name").value === name,
        ),
      ),
  );
}

function kindIn(entry: Field): string {
  const [group, name] = ["group", "kind"].map((key) => entry.at(key).value);
  return kindKey({ group: typeof group === "string" && group !== "" ? group : "core", name: String(name) });
}
