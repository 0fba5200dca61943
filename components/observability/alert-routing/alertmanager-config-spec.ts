import type { Receiver, Receivers } from "../../../config/receivers.ts";
import type { SecretKey } from "../../secrets/secret-references.ts";
import { integrationLists, integrationOf, secretFields } from "./integrations.ts";
import { routingSecret } from "./routing-secrets.ts";
import type { AlertRouting, Audience, Matcher, Route } from "./routing.ts";

/** The part of an AlertmanagerConfig's specification (`monitoring.coreos.com/v1alpha1`) that Slipway writes. */
export interface AlertmanagerConfigSpec {
  readonly route: OperatorRoute;
  readonly receivers: readonly OperatorReceiver[];
  readonly inhibitRules: readonly {
    readonly sourceMatch: readonly OperatorMatcher[];
    readonly targetMatch: readonly OperatorMatcher[];
    readonly equal: readonly string[];
  }[];
}

interface OperatorMatcher {
  readonly name: string;
  readonly matchType: Matcher["is"];
  readonly value: string;
}

/** A route as the operator reads it. It adds `continue` to the first itself. */
export interface OperatorRoute {
  readonly receiver: string;
  readonly matchers: readonly OperatorMatcher[];
  readonly groupBy: readonly string[];
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
  readonly continue?: true;
  readonly routes?: readonly OperatorRoute[];
}

/** A receiver, with a list for each kind of those who are told. */
export type OperatorReceiver = { readonly name: string } & Readonly<Record<string, unknown>>;

/** A system's routing as the Prometheus Operator reads it, with references to Secrets of the same namespace. */
export const alertmanagerConfigSpec = (
  { route, audiences, inhibitions }: AlertRouting,
  receivers: Receivers,
): AlertmanagerConfigSpec => ({
  route: routeSpec(route),
  receivers: audiences.map((audience) => receiverSpec(audience, receivers)),
  inhibitRules: inhibitions.map(({ source, target, equal }) => ({
    sourceMatch: source.map(matcherSpec),
    targetMatch: target.map(matcherSpec),
    equal,
  })),
});

const matcherSpec = ({ label, is, value }: Matcher): OperatorMatcher => ({
  name: label,
  matchType: is,
  value,
});

const routeSpec = (route: Route): OperatorRoute => ({
  receiver: route.audience,
  matchers: route.matchers.map(matcherSpec),
  groupBy: route.groupBy,
  groupWait: route.groupWait.toString(),
  groupInterval: route.groupInterval.toString(),
  repeatInterval: route.repeatInterval.toString(),
  ...(route.continues ? { continue: true } : {}),
  ...(route.routes.length === 0 ? {} : { routes: route.routes.map(routeSpec) }),
});

const receiverSpec = (
  { name, receivers: told, hearsOfEnd = true }: Audience,
  receivers: Receivers,
): OperatorReceiver => ({
  name,
  ...Object.fromEntries(
    [...Map.groupBy(told, ({ kind }) => kind)].map(([kind, ofKind]) => [
      camelCase(integrationLists[kind]),
      ofKind.map((receiver) => ({
        sendResolved: hearsOfEnd,
        ...integrationSpec(receiver),
        [secretFields[kind].reference]: routingSecret(receivers, receiver.secret) satisfies SecretKey,
      })),
    ]),
  ),
});

/** Where Alertmanager has a map of texts, the operator has a list of pairs. */
const integrationSpec = (receiver: Receiver): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(integrationOf(receiver)).map(([key, value]) => [
      operatorNames[key] ?? camelCase(key),
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([name, text]) => ({ key: name, value: text as string }))
        : value,
    ]),
  );

/** Fields that the operator's words write with capitals of their own. */
const operatorNames: Readonly<Record<string, string>> = {
  client_url: "clientURL",
  api_url: "apiURL",
  require_tls: "requireTLS",
};

const camelCase = (snake: string): string =>
  snake.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
