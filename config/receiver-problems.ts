import type { EnvironmentName } from "../model/environment-name.ts";
import type { Problem } from "../model/problem.ts";
import { receiverSecretsOwner } from "./receiver-secrets.ts";
import type { Receivers } from "./receivers.ts";

/** The names of all secrets that receivers go by, each once. */
export function receiverSecretNames({
  page,
  escalation,
  ticket,
  log,
  deadMansSwitch,
  observers,
}: Receivers): readonly string[] {
  return [
    ...new Set([
      ...[page, escalation, ticket, log].flat().map(({ secret }) => secret),
      ...Object.values(deadMansSwitch),
      ...Object.values(observers).flatMap((ofSystem) => Object.values(ofSystem)),
    ]),
  ];
}

/** What is wrong with receivers as a whole. */
export function receiverProblems(
  path: string,
  {
    name,
    systems,
    receivers,
  }: {
    readonly name: EnvironmentName;
    readonly systems: readonly { readonly system: { readonly name: string } }[];
    readonly receivers?: Receivers | undefined;
  },
): Problem[] {
  if (!receivers) return [];
  return [
    ...versionProblems(`${path}.receivers.secrets.versions`, receivers),
    ...(name === "production" ? escalationProblems(`${path}.receivers.escalation`, receivers) : []),
    ...sharedSignProblems(`${path}.receivers.deadMansSwitch`, receivers),
    ...systems.flatMap(({ system }) =>
      system.name === receiverSecretsOwner
        ? [
            {
              path: system.name,
              message: "is what the secrets of receivers go by in the store; give the system another name",
            },
          ]
        : [],
    ),
  ];
}

function versionProblems(path: string, receivers: Receivers): Problem[] {
  const { versions } = receivers.secrets;
  if (!versions) return [];
  const used = receiverSecretNames(receivers);
  return [
    ...used
      .filter((secret) => versions[secret] === undefined)
      .map((secret) => ({
        path: `${path}.${secret}`,
        message: "missing; a receiver goes by it, so give the version of the secret that is in force",
      })),
    ...Object.keys(versions)
      .filter((secret) => !used.includes(secret))
      .map((secret) => ({
        path: `${path}.${secret}`,
        message: `no receiver goes by it; name it in one, or leave it out. Named are: ${used.join(", ")}`,
      })),
  ];
}

/** Alertmanager does not know whether anybody has acted, so somebody else must (SLO-24). */
function escalationProblems(path: string, { page, escalation }: Receivers): Problem[] {
  const escalates = page.some(({ kind }) => kind === "pagerduty" || kind === "opsgenie");
  return escalates || escalation.length > 0
    ? []
    : [
        {
          path,
          message:
            "is empty, and nobody in page escalates by itself as PagerDuty and Opsgenie do; list who is told when nobody has acted",
        },
      ];
}

/** Two systems with one watcher: as long as one of them gives a sign, nobody hears that the other is silent. */
function sharedSignProblems(path: string, { deadMansSwitch }: Receivers): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(deadMansSwitch).flatMap(([system, secret]) => {
    const owner = owners.get(secret);
    owners.set(secret, owner ?? system);
    return owner === undefined
      ? []
      : [
          {
            path: `${path}.${system}`,
            message: `"${secret}" is ${owner}'s, whose sign of life would hide that ${system} is silent; give it a check of its own`,
          },
        ];
  });
}
