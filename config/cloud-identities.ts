import { CloudIdentity } from "../model/cloud-identity.ts";
import type { System } from "../model/system.ts";
import { readBy } from "./fields.ts";
import { strictObject } from "./strict-object.ts";

const identityField = readBy(
  "whom it works as: a role of AWS, a service account of GCP, or the client id of an identity of Azure",
  (text) => CloudIdentity.parse(text),
);

/**
 * The key that says whom pods of a system work as in a cloud, by service or task. A static site's web server runs no code
 * that could ask for anything.
 */
export function cloudIdentitiesField({ services, tasks }: System) {
  const names = [
    ...Object.entries(services).flatMap(([name, { kind }]) => (kind === "static-site" ? [] : [name])),
    ...Object.keys(tasks),
  ];
  const fields = Object.fromEntries(names.map((name) => [name, identityField.optional()]));
  return names.length === 0
    ? {}
    : { identities: strictObject("identities in a cloud, by service or task", fields).optional() };
}
