import { operatorNamespaces } from "../../components/cluster/operator-namespaces.ts";
import {
  alertmanagerService,
  type MonitoringService,
  prometheusService,
} from "../../components/observability/monitoring-service.ts";

/** A server of the cluster's monitoring that commands ask. */
export interface MonitoringServer {
  readonly name: "Prometheus" | "Alertmanager";
  readonly service: MonitoringService;
  /** The variable of the environment that may say its address. */
  readonly variable: string;
}

export const prometheusServer: MonitoringServer = {
  name: "Prometheus",
  service: prometheusService,
  variable: "PROMETHEUS_URL",
};

export const alertmanagerServer: MonitoringServer = {
  name: "Alertmanager",
  service: alertmanagerService,
  variable: "ALERTMANAGER_URL",
};

const { namespace } = operatorNamespaces.monitoring;

/** The address of a server on the machine of whoever has opened a way to it. */
export const localAddress = ({ service }: MonitoringServer): string => `http://localhost:${service.port}`;

/** How to reach a server past the API server's proxy, as sentences. */
export const otherWay = (server: MonitoringServer): string =>
  `Open a way with "kubectl --namespace ${namespace} port-forward service/${server.service.name} ${server.service.port}", ` +
  `and set ${server.variable}=${localAddress(server)}.`;

/** What an answer of 401 or 403 means, and the way round it, as sentences; nothing of another answer. */
export function forbiddenRemedy(
  server: MonitoringServer,
  status: number,
  verb: "get" | "create",
): string | undefined {
  if (status !== 401 && status !== 403) return undefined;
  const right = `Through the API server it takes the right to "${verb}" services/proxy in the namespace ${namespace}.`;
  return `${right} ${otherWay(server)}`;
}
