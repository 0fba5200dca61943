import { operatorNamespaces } from "../../components/cluster/operator-namespaces.ts";
import { alertmanagerServer, localAddress } from "../prometheus/monitoring-server.ts";

/** Alertmanager's own program, by a command that finds it: it is in the image of Alertmanager, in any of its pods. */
export const amtool =
  `kubectl --namespace ${operatorNamespaces.monitoring.namespace} exec service/${alertmanagerServer.service.name} ` +
  `-c alertmanager -- amtool --alertmanager.url=${localAddress(alertmanagerServer)}`;
