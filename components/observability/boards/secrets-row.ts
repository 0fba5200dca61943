import { selectorOf } from "../counter.ts";
import type { Row } from "./board.ts";

/** Secrets that a system has out of a store. */
export interface ShownSecrets {
  readonly namespace: string;
  /** After how many seconds they have to be replaced. */
  readonly rotateAfter: readonly number[];
}

/** How long secrets have been in force, and whether they are still copied (SEC-04). */
export const secretsRow = ({ namespace, rotateAfter }: ShownSecrets): Row => ({
  title: "Secrets",
  panels: [
    {
      kind: "lines",
      title: "Age of the oldest secrets",
      description: "How long the ten versions have been in force that have been so for longest.",
      unit: "s",
      queries: [
        {
          expr: `topk(10, max by (secret) (time() - ${selectorOf({
            metric: "kube_secret_created",
            matchers: [`namespace="${namespace}"`, 'secret!~".*-users-.*"'],
          })}))`,
          legend: "{{secret}}",
        },
      ],
      bounds: [...new Set(rotateAfter)].map((at) => ({ at, is: "ticket" })),
      alerts: { names: ["SecretTooOld", "SecretUnknown"] },
      width: 12,
    },
    {
      kind: "lines",
      title: "Secrets that are not copied",
      description: "ExternalSecrets that are not ready: what changed in the store does not arrive.",
      unit: "short",
      queries: [
        {
          expr: `sum(max by (name) (${selectorOf({
            metric: "externalsecret_status_condition",
            matchers: [`namespace="${namespace}"`, 'condition="Ready"', 'status="False"'],
          })}))`,
          legend: "not copied",
        },
      ],
      alerts: { names: ["SecretSyncFailing"] },
      width: 12,
    },
  ],
});
