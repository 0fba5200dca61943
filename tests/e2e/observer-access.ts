import type { RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { expect, test } from "vitest";
import { operatorNamespaces } from "../../components/cluster/operator-namespaces.ts";
import { observerAccount } from "../../components/observability/observers/observer-rights.ts";
import { observersName } from "../../components/observability/observers/observers.ts";
import { send } from "./operators/api-request.ts";
import type { ApiServer } from "./operators/api-server.ts";
import type { KubernetesObject } from "./operators/kubernetes-object.ts";

/** An API server, and a stack's objects for namespaces that are there. */
export interface OfferedStack {
  readonly api: ApiServer;
  readonly objects: readonly KubernetesObject[];
  /** What the names of the namespaces end in. */
  readonly suffix: string;
}

const system = "atlas-ux-production";
const user = `system:serviceaccount:${system}:${observerAccount("larry")}`;
const rules = "/apis/monitoring.coreos.com/v1/namespaces";

/** What is asked for, with a namespace of a stack in angle brackets, and whether it is let through. */
const requests: readonly (readonly [method: string, path: string, isLetThrough: boolean])[] = [
  // There is no such Service here, which only those are told who may ask it.
  ["GET", "/api/v1/namespaces/<monitoring>/services/prometheus-operated:9090/proxy/api/v1/query", true],
  ["GET", "/api/v1/namespaces/<monitoring>/services/alertmanager-operated:9093/proxy/api/v2/alerts", true],
  ["GET", `${rules}/<${system}>/prometheusrules`, true],
  [
    "POST",
    "/api/v1/namespaces/<monitoring>/services/alertmanager-operated:9093/proxy/api/v2/silences",
    false,
  ],
  ["POST", "/api/v1/namespaces/<monitoring>/services/prometheus-operated:9090/proxy/-/reload", false],
  ["PUT", "/api/v1/namespaces/<monitoring>/services/prometheus-operated:9090/proxy/-/quit", false],
  [
    "DELETE",
    "/api/v1/namespaces/<monitoring>/services/alertmanager-operated:9093/proxy/api/v2/silence/1",
    false,
  ],
  ["GET", "/api/v1/namespaces/<monitoring>/services/prometheus-operated:8080/proxy/", false],
  ["GET", "/api/v1/namespaces/<monitoring>/services/https:prometheus-operated:9090/proxy/", false],
  ["GET", "/api/v1/namespaces/<monitoring>/services/grafana:3000/proxy/", false],
  ["GET", "/api/v1/namespaces/<monitoring>/services", false],
  ["GET", "/api/v1/namespaces/<monitoring>/pods", false],
  ["GET", `/api/v1/namespaces/<${system}>/secrets`, false],
  ["GET", `/api/v1/namespaces/<${system}>/pods`, false],
  ["POST", `${rules}/<${system}>/prometheusrules`, false],
  ["DELETE", `${rules}/<${system}>/prometheusrules/service-levels`, false],
  ["GET", `${rules}/<odd-scenes-production>/prometheusrules`, false],
  ["GET", `/api/v1/namespaces/<${system}>/services/prometheus-operated:9090/proxy/`, false],
];

const FORBIDDEN = 403;

/** That who reads a system's metrics reads them, and changes nothing, by what a real API server lets through (SYS-08). */
export function describeObserverAccess(
  offered: (skip: (why: string) => never) => Promise<OfferedStack>,
): void {
  test("an observer may ask Prometheus and Alertmanager, and change nothing in them (SYS-08, OBS-23)", async ({
    skip,
  }) => {
    const { api, objects, suffix } = await offered(skip);
    const granted = objects.filter(
      ({ kind, metadata }) =>
        (kind === "Role" || kind === "RoleBinding") && metadata.name.endsWith(observersName),
    );
    expect(granted).toHaveLength(4);
    for (const object of granted) await api.apply(object, { manager: "slipway-offer" });
    const statusOf = await asUser(api.config, user);
    for (const [method, path, isLetThrough] of requests) {
      const place = path
        .replace("<monitoring>", operatorNamespaces.monitoring.namespace + suffix)
        .replace(/<(.*)>/, `$1${suffix}`);
      const status = await statusOf(method, place);
      expect(status !== FORBIDDEN, `${method} ${path}: ${status}`).toBe(isLetThrough);
    }
  });
}

/** Asks as somebody else, who may do what was granted to them and no more. */
async function asUser(
  administrator: KubeConfig,
  impersonateUser: string,
): Promise<(method: string, path: string) => Promise<number>> {
  const config = new KubeConfig();
  config.loadFromString(administrator.exportConfig());
  config.users = config.users.map((each) => ({ ...each, impersonateUser }));
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const server = config.getCurrentCluster()?.server ?? "";
  return async (method, path) =>
    (await send(new URL(path, server), { ...options, method }, undefined)).status;
}
