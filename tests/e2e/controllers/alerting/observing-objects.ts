import { objectivePeriod } from "../../../../model/objective-period.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";

/** The releases for which configuration is written, as their operator calls them: `v2.42.0`. */
export interface ObservingReleases {
  readonly prometheus: string;
  readonly alertmanager: string;
}

/** What the Prometheus and the Alertmanager are called, and where they are asked for: apart from the one that releases are judged by. */
export const observing = { name: "slipway", namespace: "slipway-alerting" } as const;

const GROUP = "monitoring.coreos.com/v1";
/** The Service that every Alertmanager of the operator has, and the port of its interface. */
export const alertmanagerService = {
  name: "alertmanager-operated",
  namespace: observing.namespace,
  port: "web",
} as const;

/** As many as run in the cluster: none of the images can be had, so the operator only writes what they would be told. */
const replicas = 0;
const everything = {};

/**
 * A Prometheus and an Alertmanager as the cluster's contract wants them: they take the monitors, the rules and the routes of every
 * namespace, and a route is for alerts of any namespace.
 * @param clusterWide What the Alertmanager is told beside the routes of stacks, as its own configuration says it.
 */
export function observingObjects(
  releases: ObservingReleases,
  clusterWide: object,
): readonly KubernetesObject[] {
  const { name, namespace } = observing;
  const metadata = { name, namespace };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: `alertmanager-${name}`, namespace },
      stringData: { "alertmanager.yaml": JSON.stringify(clusterWide) },
    },
    {
      apiVersion: GROUP,
      kind: "Prometheus",
      metadata,
      spec: {
        version: releases.prometheus,
        replicas,
        retention: objectivePeriod.toString(),
        ...selectors("podMonitor", "serviceMonitor", "probe", "rule"),
        alerting: {
          alertmanagers: [{ ...alertmanagerService, apiVersion: "v2" }],
        },
      },
    },
    {
      apiVersion: GROUP,
      kind: "Alertmanager",
      metadata,
      spec: {
        version: releases.alertmanager,
        replicas,
        ...selectors("alertmanagerConfig"),
        alertmanagerConfigMatcherStrategy: { type: "None" },
      },
    },
  ];
}

const selectors = (...kinds: readonly string[]): Readonly<Record<string, object>> =>
  Object.fromEntries(
    kinds.flatMap((kind) => [
      [`${kind}Selector`, everything],
      [`${kind}NamespaceSelector`, everything],
    ]),
  );
