import { readinessOf } from "../../../toolchain/plugins/kubernetes/await/readiness-rules.ts";
import type { Judgement } from "../../../toolchain/plugins/kubernetes/await/readiness.ts";
import type { Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

const PAST_SETTLING = 60_000;

/** Judges an object among others by the rule of its kind. */
export function judge(
  object: Properties,
  others: Properties[] = [],
  quietMilliseconds = PAST_SETTLING,
): Judgement {
  const rule = readinessOf(object)?.rule;
  if (rule === undefined) throw new Error("no rule");
  const related = ({ apiVersion, kind }: { apiVersion: string; kind: string }) =>
    others.filter((other) => other["apiVersion"] === apiVersion && other["kind"] === kind);
  return rule.judge({ object, related, quietMilliseconds });
}

export const owned = (by: string): Properties => ({ ownerReferences: [{ uid: by }] });

export const pod = (owner: string, status: Properties, name = "web-x"): Properties => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop", uid: name, ...owned(owner) },
  status,
});
export const condition = (type: string, status: string, reason = "", message = ""): Properties => ({
  type,
  status,
  reason,
  message,
});
