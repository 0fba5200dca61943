import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { receiverSecretsOwner } from "../../../config/receiver-secrets.ts";
import { usualRotation } from "../../../config/rotation.ts";
import { hours, minutes } from "../../../model/quantities/duration.ts";
import { externalSecrets } from "../../secrets/external-secret.ts";
import { secretObjects } from "../../secrets/secret-contents.ts";
import { namespaceName } from "../../system-context.ts";
import type { Alert } from "../alert.ts";
import { complianceLabel } from "../compliance.ts";
import { inLines, selectorOf } from "../counter.ts";

/** The name of the rules, and the part that they are about. */
export const secretAlertsName = "secret-alerts";
const part = "secrets";

/** Copies of what its alerts are sent by: without one, the operator leaves out its routes. */
const ofReceivers = `${receiverSecretsOwner}-.+`;

/**
 * The alerts on the secrets that a system has out of a store, and on those that its alerts are sent by: on the versions in
 * force, and not on those that stay for a rollback. There is no copy to watch where a stack makes its secrets up, or holds
 * them in its own configuration.
 */
export function secretAlerts(
  { name: environment, receivers }: Environment,
  own: SystemEnvironment,
): readonly Alert[] {
  const { secrets: source, system } = own;
  if (source.kind !== "stored") return [];
  const namespace = `namespace="${namespaceName({ system: system.name, environment })}"`;
  const values = [...source.versions.keys()].flatMap((secret) =>
    secretObjects(own, secret).map(({ name }) => ({
      copy: name,
      after: source.rotateAfter.get(secret) ?? usualRotation,
    })),
  );
  const created = (names: readonly string[]): string =>
    selectorOf({ metric: "kube_secret_created", matchers: [namespace, `secret=~"${names.join("|")}"`] });
  // With what a Redis knows its users by, which is made from versions that are watched themselves.
  const all = [...externalSecrets(environment, own, source).values()].map(({ target }) => target.name);
  const copied = receivers ? [...all, ofReceivers] : all;
  const bySpan = Map.groupBy(values, ({ after }) => after.wholeSeconds);
  return [
    {
      name: "SecretSyncFailing",
      part,
      tier: "critical",
      severity: "ticket",
      when: inLines(
        "max by (name) (",
        `  ${selectorOf({
          metric: "externalsecret_status_condition",
          matchers: [namespace, `name=~"${copied.join("|")}"`, 'condition="Ready"', 'status="False"'],
        })}`,
        ") == 1",
      ),
      for: minutes(15),
      summary: "{{ $labels.name }} is not copied from the store",
      description:
        "Pods that run keep what they have. A version that was never copied keeps a release waiting, and a value that changed does not arrive.",
    },
    {
      name: "SecretTooOld",
      labels: complianceLabel.labels,
      part,
      tier: "critical",
      severity: "ticket",
      // How long a Secret has been there is how long this version has been in force, since each version has one of its own.
      when: [
        ...[...bySpan].map(([span, ofSpan]) => ({ names: ofSpan.map(({ copy }) => copy), span })),
        ...(receivers ? [{ names: [ofReceivers], span: usualRotation.wholeSeconds }] : []),
      ]
        .map(({ names, span }) => `max by (secret) (time() - ${created(names)}) > ${span}`)
        .join("\nor\n"),
      for: hours(1),
      summary: "{{ $labels.secret }} has been in force for {{ $value | humanizeDuration }}",
      description:
        "It is due for rotation: the longer a value is in use, the more people and logs have met it.",
    },
    {
      name: "SecretUnknown",
      part,
      tier: "critical",
      severity: "ticket",
      when: `(count(count by (secret) (${created(all)})) or vector(0)) < ${all.length}`,
      for: hours(1),
      summary: `Only {{ $value }} of ${all.length} Secrets are known`,
      description:
        "The others are not there, or nobody tells of them; no other alert would say how old they are.",
    },
  ];
}
