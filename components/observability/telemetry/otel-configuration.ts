/** The part of an OpenTelemetry collector's configuration that Slipway writes. Its file is JSON, which is YAML too. */
export interface OtelConfiguration {
  readonly extensions: Components;
  readonly receivers: Components;
  readonly processors: Components;
  readonly connectors: Components;
  readonly exporters: Components;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<Record<string, Pipeline>>;
    readonly telemetry: Readonly<Record<string, unknown>>;
  };
}

export type Components = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What data goes through, in this order; each names a component. */
export interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** Statements of OpenTelemetry's transformation language about one kind of thing: whatever fails in one is left as it was. */
export const transform = (
  signal: "trace_statements" | "log_statements" | "metric_statements",
  statements: readonly string[],
): Readonly<Record<string, unknown>> => ({ error_mode: "silent", [signal]: statements });

/** A text as a literal of that language. */
export const literal = (text: string): string => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
