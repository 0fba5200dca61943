import type {
  AlertmanagerConfigSpec,
  OperatorReceiver,
  OperatorRoute,
} from "../../components/observability/alert-routing/alertmanager-config-spec.ts";
import type {
  AlertmanagerFile,
  FileReceiver,
  FileRoute,
} from "../../components/observability/alert-routing/alertmanager-file.ts";

// What the Prometheus Operator makes of its objects, by its own rules (pkg/alertmanager/amcfg.go, v0.85.0), written out here:
// names are prefixed, first routes go on to the next, and come before those of the file.

/** An AlertmanagerConfig as it is rendered. */
export interface RenderedRoutes {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: AlertmanagerConfigSpec;
}

/**
 * Alertmanager's configuration out of a file and of the operator's objects. In the place of a secret stands where it was read from.
 * @param addsNamespace Whether the operator adds a matcher, as it does unless its strategy is `None`.
 */
export function merged(
  file: AlertmanagerFile,
  objects: readonly RenderedRoutes[],
  addsNamespace: boolean,
): AlertmanagerFile {
  return {
    route: {
      ...file.route,
      routes: [
        ...objects.map((object) => {
          const first = routeOf(object.spec.route, prefixOf(object));
          const { namespace } = object.metadata;
          const added = addsNamespace ? [`namespace="${namespace}"`] : [];
          return { ...first, matchers: [...added, ...(first.matchers ?? [])], continue: true };
        }),
        ...(file.route.routes ?? []),
      ],
    },
    receivers: [
      ...objects.flatMap((object) =>
        object.spec.receivers.map((receiver) => receiverOf(receiver, prefixOf(object))),
      ),
      ...file.receivers,
    ],
    inhibit_rules: objects.flatMap(({ spec }) =>
      spec.inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({
        source_matchers: sourceMatch.map(matcherOf),
        target_matchers: targetMatch.map(matcherOf),
        equal,
      })),
    ),
  };
}

const prefixOf = ({ metadata }: RenderedRoutes): string => `${metadata.namespace}/${metadata.name}/`;

const matcherOf = ({ name, matchType, value }: OperatorRoute["matchers"][number]): string =>
  `${name}${matchType}"${value}"`;

const routeOf = (route: OperatorRoute, prefix: string): FileRoute => ({
  receiver: `${prefix}${route.receiver}`,
  matchers: route.matchers.map(matcherOf),
  group_by: route.groupBy,
  group_wait: route.groupWait,
  group_interval: route.groupInterval,
  repeat_interval: route.repeatInterval,
  ...(route.continue ? { continue: true } : {}),
  ...(route.routes ? { routes: route.routes.map((each) => routeOf(each, prefix)) } : {}),
});

const receiverOf = ({ name, ...lists }: OperatorReceiver, prefix: string): FileReceiver => ({
  name: `${prefix}${name}`,
  ...Object.fromEntries(
    Object.entries(lists).map(([list, integrations]) => [
      snakeCase(list),
      (integrations as readonly Readonly<Record<string, unknown>>[]).map(integrationOf),
    ]),
  ),
});

const integrationOf = (integration: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(integration).map(([key, value]) => {
      if (isReference(value))
        return [
          `${filesOf[key] ?? snakeCase(key)}_file`,
          `/etc/alertmanager/secrets/${value.name}/${value.key}`,
        ];
      if (!Array.isArray(value)) return [snakeCase(key), value];
      const pairs = value as readonly { readonly key: string; readonly value: string }[];
      return [snakeCase(key), Object.fromEntries(pairs.map((pair) => [pair.key, pair.value]))];
    }),
  );

const isReference = (value: unknown): value is { readonly name: string; readonly key: string } =>
  typeof value === "object" && value !== null && "name" in value && "key" in value;

/** The operator has a field of its own for an address that is secret. */
const filesOf: Readonly<Record<string, string>> = { urlSecret: "url" };

const snakeCase = (camel: string): string =>
  camel.replaceAll(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`);
