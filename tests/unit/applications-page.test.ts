import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requestDuration } from "../../components/observability/request-metrics.ts";
import { portVariable, processesVariable } from "../../model/container-variables.ts";
import { flagVariables } from "../../model/feature-flag.ts";
import { heartbeatFile } from "../../model/health.ts";
import { metricsPath, metricsPortVariable, sharedMetricsVariable } from "../../model/metrics-endpoint.ts";
import { errorVariables, traceVariables } from "../../model/telemetry.ts";

const page = readFileSync(new URL("../../docs/applications.md", import.meta.url), "utf8");

test.each([
  portVariable,
  processesVariable,
  heartbeatFile,
  metricsPath,
  metricsPortVariable,
  requestDuration,
  sharedMetricsVariable,
  ...Object.keys(flagVariables),
  traceVariables.service,
  traceVariables.resource,
  traceVariables.endpoint,
  errorVariables.environment,
  errorVariables.tracesRate,
  errorVariables.profilesRate,
  errorVariables.personalData,
])("the page for applications names %s as it is", (name) => {
  expect(page).toContain(`\`${name}\``);
});
