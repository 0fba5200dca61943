import { seconds } from "../../model/quantities/duration.ts";
import { operatorNamespaces } from "../cluster/operator-namespaces.ts";
import { prometheusService } from "./monitoring-service.ts";

const { name, port } = prometheusService;

/** Where the cluster's Prometheus answers, by the name that its operator gives every one. */
export const prometheusAddress = `http://${name}.${operatorNamespaces.monitoring.namespace}.svc:${port}`;

/** How often Prometheus asks a service. Four answers fit in the minute in which a release is judged. */
export const scrapeInterval = seconds(15);

/** The cluster's blackbox exporter, by the name that kube-prometheus gives it and its own port, and the module that wants a 2xx. */
export const blackboxExporter = {
  address: `blackbox-exporter.${operatorNamespaces.monitoring.namespace}.svc:9115`,
  module: "http_2xx",
} as const;
