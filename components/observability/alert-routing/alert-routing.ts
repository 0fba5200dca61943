import type { Receiver, Receivers } from "../../../config/receivers.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import {
  incidentPriorities,
  type IncidentPriority,
  priorityTerms,
} from "../../../model/incident-priority.ts";
import { type Duration, minutes, seconds } from "../../../model/quantities/duration.ts";
import { namespaceName } from "../../system-context.ts";
import { complianceLabel } from "../compliance.ts";
import { watchdogName } from "../watchdog.ts";
import { inhibitions } from "./inhibitions.ts";
import { type AlertRouting, type Audience, isExactly, isSet, type Matcher, type Route } from "./routing.ts";

/**
 * What alerts have in common that people are told of together: of one kind, about one part and one promise. With the part left out, a second one
 * that fails would be added to an incident that somebody has acknowledged already, and call nobody.
 */
const groupBy = ["system", "alertname", "part", "slo", "watch", "instance", "persistentvolumeclaim"];

/** How often an outside watcher hears that alerts still arrive. It should raise the alarm after five minutes without. */
const signOfLife = { wait: seconds(0), interval: seconds(30), repeat: minutes(1) };

/** Who is told of a system's alerts, and when, in an environment (SLO-19…21, SLO-24, SLO-27, SLO-31). */
export function alertRouting(
  environment: EnvironmentName,
  system: string,
  receivers: Receivers,
): AlertRouting {
  const own = [isExactly("namespace", namespaceName({ system, environment })), isExactly("system", system)];
  const observers = observersOf(system, receivers);
  const escalates = receivers.escalation.length > 0;
  return {
    audiences: [
      { name: "page", receivers: receivers.page },
      ...(escalates ? [{ name: "escalation", receivers: receivers.escalation }] : []),
      { name: "ticket", receivers: receivers.ticket },
      // With nobody in it, it takes what is only kept, and tells no one.
      { name: "log", receivers: receivers.log },
      watcherOf(system, receivers),
      ...observers,
    ],
    route: {
      ...routeTo("ticket", own, "P3"),
      routes: [
        {
          ...routeTo(watcherName, [isExactly("alertname", watchdogName)], "P3"),
          groupWait: signOfLife.wait,
          groupInterval: signOfLife.interval,
          repeatInterval: signOfLife.repeat,
        },
        ...observers.flatMap(({ name }) =>
          [isSet("slo"), complianceLabel.matcher].map((matcher) => ({
            ...routeTo(name, [matcher], "P2"),
            continues: true,
          })),
        ),
        ...incidentPriorities.flatMap((priority) => [
          ...(escalates ? escalationOf(priority) : []),
          routeTo(priorityTerms[priority].severity, byUrgency(priority), priority),
        ]),
        routeTo("log", [isExactly("severity", "log")], "P3"),
      ],
    },
    inhibitions: inhibitions(own),
  };
}

const byUrgency = (priority: IncidentPriority): readonly Matcher[] => [
  isExactly("severity", priorityTerms[priority].severity),
  isExactly("priority", priority),
];

function routeTo(audience: string, matchers: readonly Matcher[], priority: IncidentPriority): Route {
  const { groupWait, groupInterval, repeatInterval } = priorityTerms[priority];
  return {
    audience,
    matchers,
    groupBy,
    groupWait,
    groupInterval,
    repeatInterval,
    continues: false,
    routes: [],
  };
}

/**
 * Alertmanager knows of no acknowledgement. It knows what still fires: a group that waits as long as an acknowledgement may take tells
 * nobody of what is over or silenced by then, and the others of the rest.
 */
function escalationOf(priority: IncidentPriority): readonly Route[] {
  const { severity, acknowledgedWithin } = priorityTerms[priority];
  if (severity !== "page" || typeof acknowledgedWithin === "string") return [];
  const within: Duration = acknowledgedWithin;
  return [
    {
      ...routeTo("escalation", byUrgency(priority), priority),
      groupWait: within,
      groupInterval: within,
      continues: true,
    },
  ];
}

const watcherName = "sign-of-life";

function watcherOf(system: string, { deadMansSwitch }: Receivers): Audience {
  const secret = deadMansSwitch[system];
  if (secret === undefined)
    throw new TypeError(`validation let ${system} through without a dead man's switch`);
  return { name: watcherName, receivers: [webhook(secret)], hearsOfEnd: false };
}

const observersOf = (system: string, { observers }: Receivers): readonly Audience[] =>
  Object.entries(observers[system] ?? {}).map(([observer, secret]) => ({
    name: `observer-${observer}`,
    receivers: [webhook(secret)],
  }));

const webhook = (secret: string): Receiver => ({ kind: "webhook", secret });
