import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";
import type { PodTemplate } from "./pod-template.ts";
import { ofKind } from "./stack-search.ts";

export const SERVICE_ACCOUNT = "core/ServiceAccount";

export const isServiceAccount = ({ kind }: Manifest): boolean => kindKey(kind) === SERVICE_ACCOUNT;

export const serviceAccountsIn = <M extends Manifest>(stack: readonly M[]): readonly M[] =>
  ofKind(stack, SERVICE_ACCOUNT);

/** Where a pod names its account, by the field of today or by the one before it. */
export function accountOf({ spec }: PodTemplate): Field {
  const field = spec.at("serviceAccountName");
  const before = spec.at("serviceAccount");
  return field.isSet || !before.isSet ? field : before;
}

/** The account that every namespace has, and that pods get which name none. */
export function isDefault({ value }: Field): boolean {
  return value === undefined || value === null || value === "" || value === "default";
}
