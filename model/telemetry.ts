import type { ByEnvironment } from "./environment-name.ts";
import { type Percentage, percent } from "./quantities/percentage.ts";
import type { Runnable } from "./runnable.ts";
import type { ThirdParty } from "./third-party.ts";

/** Where a system's traces and errors go, and how much of them (OBS-13…16, CF-15). Its logs go to standard output. */
export interface Telemetry {
  /** What keeps its traces. @default the cluster's own store */
  readonly traces: TraceStore;
  /** The share of whole traces that is kept. What failed is always kept. @default 10 % in production, else all (CF-15) */
  readonly sampling: ByEnvironment<Percentage>;
  /** The share of traced requests whose program is profiled, where the vendor of errors does so. @default 10 % */
  readonly profiling: Percentage;
  /** Who is told of errors. @default nobody beside the log */
  readonly errors?: ErrorTracking;
  /** Who gets a copy of the logs from the programs themselves. @default nobody beside the cluster's own store */
  readonly logs?: LogVendor;
  /** The setting that says which version runs. @default the release of the image */
  readonly version?: string;
  /** The setting that names the tier. @default the name of the environment */
  readonly tier?: string;
}

/** What keeps traces: the cluster's own store, or a vendor that takes OpenTelemetry's protocol over HTTPS. */
export type TraceStore = ClusterTraceStore | TraceVendor;

export interface ClusterTraceStore {
  readonly kind: "cluster";
}

export interface TraceVendor {
  readonly kind: "vendor";
  readonly party: ThirdParty;
  /** The secret that lets in who writes; it is sent as it is in the header `Authorization`. */
  readonly token: string;
  /** What stops the vendor's own library from sending past the collector, where that stands in the way. @default nothing */
  readonly variables: Readonly<Record<string, string>>;
}

/** A vendor whose library in each program reports its errors. */
export interface ErrorTracking {
  readonly party: ThirdParty;
  /** The secrets that hold its addresses. A service that reads one of them reports. */
  readonly addresses: readonly string[];
}

/** A vendor to whom programs write their log themselves. */
export interface LogVendor {
  readonly party: ThirdParty;
  /** The secret that lets in who writes. */
  readonly token: string;
}

/** Declares a vendor of traces. */
export const traceVendor = (given: {
  readonly party: ThirdParty;
  readonly token: string;
  readonly variables?: Readonly<Record<string, string>>;
}): TraceVendor => ({ kind: "vendor", variables: {}, ...given });

/** What everybody samples by, unless it declares otherwise (CF-15). */
export const usualSampling: ByEnvironment<Percentage> = {
  dev: percent(100),
  staging: percent(100),
  production: percent(10),
};

/**
 * Declares where telemetry goes.
 * @default the cluster's own stores; all traces in dev and staging, 10 % in production; 10 % profiled
 */
export const telemetry = (given: Partial<Telemetry> = {}): Telemetry => ({
  traces: { kind: "cluster" },
  sampling: usualSampling,
  profiling: percent(10),
  ...given,
});

/** Whether OpenTelemetry runs in a process. A page has none, and a migration is over before anybody would look. */
export const isTraced = ({ kind }: Pick<Runnable, "kind">): boolean =>
  kind !== "static-site" && kind !== "migration";

/** The variables by which OpenTelemetry's libraries are told what they are part of and where traces go. */
export const traceVariables = {
  service: "OTEL_SERVICE_NAME",
  resource: "OTEL_RESOURCE_ATTRIBUTES",
  sampler: "OTEL_TRACES_SAMPLER",
  traces: "OTEL_TRACES_EXPORTER",
  metrics: "OTEL_METRICS_EXPORTER",
  logs: "OTEL_LOGS_EXPORTER",
  endpoint: "OTEL_EXPORTER_OTLP_ENDPOINT",
  protocol: "OTEL_EXPORTER_OTLP_PROTOCOL",
} as const;

/** The variables that tell a process which pod of which release it is. */
export const podVariables = { name: "POD_NAME", release: "POD_RELEASE" } as const;

/** The variables by which a library that reports errors is told what of. Sentry's names, as no other vendor is declared. */
export const errorVariables = {
  environment: "SENTRY_ENVIRONMENT",
  release: "SENTRY_RELEASE",
  tracesRate: "SENTRY_TRACES_SAMPLE_RATE",
  profilesRate: "SENTRY_PROFILES_SAMPLE_RATE",
  personalData: "SENTRY_SEND_DEFAULT_PII",
} as const;

/** Whether a process with these variables reports errors. */
export const reportsErrors = ({ errors }: Telemetry, variables: readonly string[]): boolean =>
  errors?.addresses.some((address) => variables.includes(address)) === true;

/** Every variable that a process has for its traces. */
export const traceVariableNames = ({ traces }: Telemetry): readonly string[] => [
  ...Object.values(podVariables),
  ...Object.values(traceVariables),
  ...(traces.kind === "vendor" ? Object.keys(traces.variables) : []),
];

/** Every variable that a process has for the errors that it reports. */
export const errorVariableNames = ({ version }: Telemetry): readonly string[] =>
  Object.values(errorVariables).filter((name) => name !== errorVariables.release || version !== undefined);

/** What a system's OpenTelemetry collector goes by; no service may. */
export const collector = "otel-collector";
