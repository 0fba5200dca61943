import { operatorNamespaces } from "../../cluster/operator-namespaces.ts";

const { namespace } = operatorNamespaces.monitoring;

/** The cluster's own stores of traces and of logs, which take OpenTelemetry's protocol over HTTP. */
export const telemetryStores = {
  traces: { host: `tempo.${namespace}.svc`, port: 4318, path: "" },
  logs: { host: `loki.${namespace}.svc`, port: 3100, path: "/otlp" },
} as const;

/** The address that the protocol's own paths are added to. */
export const storeUrl = ({ host, port, path }: (typeof telemetryStores)["traces" | "logs"]): string =>
  `http://${host}:${port}${path}`;
