import { seconds } from "../../model/quantities/duration.ts";
import { operatorNamespaces } from "../cluster/operator-namespaces.ts";
import { prometheusService } from "./monitoring-service.ts";

const { name, port } = prometheusService;

/** Where the cluster's Prometheus answers, by the name that its operator gives every one. */
export const prometheusAddress = `http://${name}.${operatorNamespaces.monitoring.namespace}.svc:${port}`;

/** How often Prometheus asks a service. Four answers fit in the minute in which a release is judged. */
export const scrapeInterval = seconds(15);

/** Where it answers probes by plain HTTP. */
export const blackboxPort = 19_115;

/**
 * The cluster's blackbox exporter, by the name that kube-prometheus gives it, and the module that wants a 2xx. Its port 9115 asks for TLS and a
 * token there; this one is for probes.
 */
export const blackboxExporter = {
  address: `blackbox-exporter.${operatorNamespaces.monitoring.namespace}.svc:${blackboxPort}`,
  module: "http_2xx",
} as const;
