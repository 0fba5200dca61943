import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Percentage } from "../../model/quantities/percentage.ts";
import type { Runnable } from "../../model/runnable.ts";
import {
  errorVariables,
  isTraced,
  podVariables,
  reportsErrors,
  type Telemetry,
  traceVariables,
} from "../../model/telemetry.ts";
import { settingIn, type VariableSet } from "../../model/variable.ts";
import { collectorAddress, runsCollector } from "../observability/telemetry/collector-part.ts";

/** What the variables of a process's traces are made from. */
export interface TracedProcess {
  readonly stack: EnvironmentName;
  readonly own: Pick<SystemEnvironment, "system">;
  /** Of the service or task. */
  readonly name: string;
  readonly runnable: Runnable;
}

/**
 * The variables by which a process's OpenTelemetry knows what it is part of and where its traces go (OBS-13, OBS-14). It
 * traces every request: how much is kept is for the collector to say, which keeps all failures (CF-15). Its metrics are
 * scraped and its logs go to standard output, so neither is sent. Dev has no collector, and nothing is sent at all.
 */
export function traceEnvironment({ stack, own, name, runnable }: TracedProcess): EnvVar[] {
  if (!isTraced(runnable)) return [];
  const { telemetry } = own.system;
  const isCollected = runsCollector(stack);
  return [
    ...podReferences,
    ...variables({
      [traceVariables.service]: name,
      [traceVariables.resource]: resourceAttributes(stack, own),
      [traceVariables.sampler]: "parentbased_always_on",
      [traceVariables.traces]: isCollected ? "otlp" : "none",
      [traceVariables.metrics]: "none",
      [traceVariables.logs]: "none",
      ...(isCollected
        ? {
            [traceVariables.endpoint]: collectorAddress,
            [traceVariables.protocol]: "http/protobuf",
            ...(telemetry.traces.kind === "vendor" ? telemetry.traces.variables : {}),
          }
        : {}),
    }),
  ];
}

/** By reference, or one release's pods would differ from the next in more than their image. */
const podReferences: readonly EnvVar[] = Object.entries({
  [podVariables.name]: "metadata.name",
  [podVariables.release]: "metadata.labels['app.kubernetes.io/version']",
}).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } }));

const variables = (given: Readonly<Record<string, string>>): EnvVar[] =>
  Object.entries(given).map(([name, value]) => ({ name, value }));

/** What every span of a process carries, as OpenTelemetry's conventions call it. */
function resourceAttributes(stack: EnvironmentName, own: Pick<SystemEnvironment, "system">): string {
  const attributes = {
    "service.namespace": own.system.name,
    "service.version": declaredIn(stack, own, "version") ?? `$(${podVariables.release})`,
    "service.instance.id": `$(${podVariables.name})`,
    "deployment.environment.name": declaredIn(stack, own, "tier") ?? stack,
  };
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

/** The settings by which a library reports the errors of a process (OBS-15, OBS-16); none where its set has no address to report to. */
export function errorSettings(
  stack: EnvironmentName,
  own: Pick<SystemEnvironment, "system">,
  set: VariableSet,
): Readonly<Record<string, string>> {
  const { telemetry } = own.system;
  if (!reportsErrors(telemetry, set.variables)) return {};
  const version = declaredIn(stack, own, "version");
  return {
    [errorVariables.environment]: declaredIn(stack, own, "tier") ?? stack,
    ...(version === undefined ? {} : { [errorVariables.release]: version }),
    [errorVariables.tracesRate]: fraction(telemetry.sampling[stack]),
    [errorVariables.profilesRate]: fraction(telemetry.profiling),
    [errorVariables.personalData]: "false",
  };
}

const fraction = ({ partsPerMillion }: Percentage): string => String(partsPerMillion / 1_000_000);

function declaredIn(
  stack: EnvironmentName,
  { system }: Pick<SystemEnvironment, "system">,
  which: keyof Pick<Telemetry, "version" | "tier">,
): string | undefined {
  const name = system.telemetry[which];
  const variable = name === undefined ? undefined : system.variables[name];
  return variable?.kind === "setting" ? settingIn(variable, stack) : undefined;
}
