import type { Receivers } from "../../../config/receivers.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { priorityTerms } from "../../../model/incident-priority.ts";
import { namespaceName } from "../../system-context.ts";
import { watchdogName } from "../watchdog.ts";
import { alertRouting } from "./alert-routing.ts";
import { integrationLists, integrationOf, secretFields } from "./integrations.ts";
import { routingSecret } from "./routing-secrets.ts";
import type { AlertRouting, Audience, Matcher, Route } from "./routing.ts";

/** Alertmanager's own configuration, as far as Slipway writes it. */
export interface AlertmanagerFile {
  readonly route: FileRoute;
  readonly receivers: readonly FileReceiver[];
  readonly inhibit_rules: readonly FileInhibition[];
}

/** A route as Alertmanager reads it. */
export interface FileRoute {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly continue?: boolean;
  readonly routes?: readonly FileRoute[];
}

interface FileInhibition {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal: readonly string[];
}

/** A receiver, with a list for each kind of those who are told. */
export type FileReceiver = { readonly name: string } & Readonly<Record<string, unknown>>;

/** The name of a system's AlertmanagerConfig. */
export const alertmanagerConfigName = "alerts";

/** Where Alertmanager's pods have a Secret that their object names under `secrets`. */
const mountedSecrets = "/etc/alertmanager/secrets";

const clusterWide = "slipway";

/**
 * What Alertmanager has to be given beside the operator's objects: whatever fires in the cluster and is no system's is a ticket, since
 * nobody here has judged it.
 */
export function clusterRouting(receivers: Receivers): AlertmanagerFile {
  const { groupWait, groupInterval, repeatInterval } = priorityTerms.P3;
  const nobody = { name: `${clusterWide}/nobody`, receivers: [] };
  const ticket = { name: `${clusterWide}/ticket`, receivers: receivers.ticket };
  return {
    route: {
      receiver: ticket.name,
      group_by: ["alertname", "namespace"],
      group_wait: groupWait.toString(),
      group_interval: groupInterval.toString(),
      repeat_interval: repeatInterval.toString(),
      // That of somebody else's rules is no news.
      routes: [{ receiver: nobody.name, matchers: [`alertname="${watchdogName}"`, 'system=""'] }],
    },
    receivers: [ticket, nobody].map((audience) => fileReceiver(audience, receivers)),
    inhibit_rules: [],
  };
}

/** All of Alertmanager's configuration for a cluster without the operator: what is cluster-wide, and the routes of each system. */
export function alertmanagerFile(
  environment: EnvironmentName,
  systems: readonly string[],
  receivers: Receivers,
): AlertmanagerFile {
  const cluster = clusterRouting(receivers);
  const own = systems.map((system) => {
    const prefix = `${namespaceName({ system, environment })}/${alertmanagerConfigName}/`;
    return prefixed(prefix, alertRouting(environment, system, receivers));
  });
  return {
    route: {
      ...cluster.route,
      routes: [...own.map(({ route }) => fileRoute(route)), ...(cluster.route.routes ?? [])],
    },
    receivers: [
      ...own.flatMap(({ audiences }) => audiences.map((audience) => fileReceiver(audience, receivers))),
      ...cluster.receivers,
    ],
    inhibit_rules: own.flatMap(({ inhibitions }) =>
      inhibitions.map(({ source, target, equal }) => ({
        source_matchers: source.map(fileMatcher),
        target_matchers: target.map(fileMatcher),
        equal,
      })),
    ),
  };
}

/** With the names that the operator gives to what it merges, so that both have the same. */
function prefixed(prefix: string, { audiences, route, inhibitions }: AlertRouting): AlertRouting {
  const rename = (of: Route): Route => ({
    ...of,
    audience: `${prefix}${of.audience}`,
    routes: of.routes.map(rename),
  });
  return {
    audiences: audiences.map((audience) => ({ ...audience, name: `${prefix}${audience.name}` })),
    route: rename(route),
    inhibitions,
  };
}

/** Its values are names, none of which has a quote or a backslash. */
const fileMatcher = ({ label, is, value }: Matcher): string => `${label}${is}"${value}"`;

const fileRoute = (route: Route): FileRoute => ({
  receiver: route.audience,
  matchers: route.matchers.map(fileMatcher),
  group_by: route.groupBy,
  group_wait: route.groupWait.toString(),
  group_interval: route.groupInterval.toString(),
  repeat_interval: route.repeatInterval.toString(),
  ...(route.continues ? { continue: true } : {}),
  ...(route.routes.length === 0 ? {} : { routes: route.routes.map(fileRoute) }),
});

const fileReceiver = (
  { name, receivers: told, hearsOfEnd = true }: Audience,
  receivers: Receivers,
): FileReceiver => ({
  name,
  ...Object.fromEntries(
    [...Map.groupBy(told, ({ kind }) => kind)].map(([kind, ofKind]) => [
      integrationLists[kind],
      ofKind.map((receiver) => {
        const secret = routingSecret(receivers, receiver.secret);
        return {
          send_resolved: hearsOfEnd,
          ...integrationOf(receiver),
          [secretFields[kind].file]: `${mountedSecrets}/${secret.name}/${secret.key}`,
        };
      }),
    ]),
  ),
});
