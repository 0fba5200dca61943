import { seconds } from "../../model/quantities/duration.ts";
import { operatorNamespaces } from "../cluster/operator-namespaces.ts";

/** Where the cluster's Prometheus answers, by the name that its operator gives every one. */
export const prometheusAddress = `http://prometheus-operated.${operatorNamespaces.monitoring.namespace}.svc:9090`;

/** How often Prometheus asks a service. Four answers fit in the minute in which a release is judged. */
export const scrapeInterval = seconds(15);
