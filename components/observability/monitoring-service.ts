import { operatorNamespaces } from "../cluster/operator-namespaces.ts";

/** A Service of the cluster's monitoring, by the name that the Prometheus Operator gives every one. */
export interface MonitoringService {
  readonly name: string;
  readonly port: number;
}

export const prometheusService: MonitoringService = { name: "prometheus-operated", port: 9090 };
export const alertmanagerService: MonitoringService = { name: "alertmanager-operated", port: 9093 };

/** What the API server's proxy calls a Service. A role that names it so gives this way to it and no other. */
export const proxiedName = ({ name, port }: MonitoringService): string => `${name}:${port}`;

/** The path at the API server behind which a Service of the cluster's monitoring answers. */
export const proxyPath = (service: MonitoringService): string =>
  `/api/v1/namespaces/${operatorNamespaces.monitoring.namespace}/services/${proxiedName(service)}/proxy`;
