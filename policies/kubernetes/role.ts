import { allHold, someField, type Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

const group = "rbac.authorization.k8s.io";
const roles: readonly string[] = [`${group}/Role`, `${group}/ClusterRole`];
const bindings: readonly string[] = [`${group}/RoleBinding`, `${group}/ClusterRoleBinding`];

export const isRole = ({ kind }: Manifest): boolean => roles.includes(kindKey(kind));
export const isRoleBinding = ({ kind }: Manifest): boolean => bindings.includes(kindKey(kind));

/** A right, as a role's rule gives it. */
export interface Right {
  readonly apiGroups: readonly string[];
  /** A part of a resource stands behind a slash; a star there means any part. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Whether a rule of a role gives some of a right; stars give all. */
export function gives(rule: Field, { apiGroups, resources, verbs }: Right): boolean {
  const stars = resources.flatMap((resource) => {
    const [, part] = resource.split("/");
    return part === undefined || part === "*" ? [] : [`*/${part}`];
  });
  const whole = [...resources, ...stars, "*"];
  const begun = resources.flatMap((resource) => (resource.endsWith("/*") ? [resource.slice(0, -1)] : []));
  return allHold(
    () => has(rule.at("apiGroups"), [...apiGroups, "*"]),
    () =>
      someField(
        rule.at("resources").items(),
        ({ value }) =>
          typeof value === "string" &&
          (whole.includes(value) || begun.some((start) => value.startsWith(start))),
      ),
    () => has(rule.at("verbs"), [...verbs, "*"]),
  );
}

/** Whether a list holds one of some texts. */
export const has = (list: Field, texts: readonly string[]): boolean =>
  someField(list.items(), ({ value }) => typeof value === "string" && texts.includes(value));
