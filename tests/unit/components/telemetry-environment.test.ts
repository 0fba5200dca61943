import type { EnvVar } from "kubernetes-types/core/v1.d.ts";
import { describe, expect, test } from "vitest";
import { errorSettings, traceEnvironment } from "../../../components/workloads/telemetry-environment.ts";
import { containerVariables } from "../../../model/container-variables.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { migrationName } from "../../../model/migration.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import { variableSet } from "../../../model/variable.ts";
import { systems } from "../../../systems/all.ts";
import { realSystem } from "../../support/declarations.ts";

const traced = (stack: EnvironmentName, system: string, name: string): EnvVar[] => {
  const own = realSystem(stack, system);
  const found = runnablesOf(own.system).find((each) => each.name === name);
  if (!found) throw new Error(`${system} has no ${name}`);
  return traceEnvironment({ stack, own, name, runnable: found.runnable });
};

const valueOf = (variables: readonly EnvVar[], name: string): string | undefined =>
  variables.find((variable) => variable.name === name)?.value;

describe("the variables of traces", () => {
  test("name CRB's back end, its version and its tier, and keep Logfire's library from going past the collector (OBS-14)", () => {
    const variables = traced("production", "crb-analyser", "crb-backend");
    expect(valueOf(variables, "OTEL_SERVICE_NAME")).toBe("crb-backend");
    expect(valueOf(variables, "OTEL_RESOURCE_ATTRIBUTES")).toBe(
      "service.namespace=crb-analyser,service.version=1.0.0,service.instance.id=$(POD_NAME),deployment.environment.name=production",
    );
    expect(valueOf(variables, "OTEL_EXPORTER_OTLP_ENDPOINT")).toBe("http://otel-collector:4318");
    expect(valueOf(variables, "LOGFIRE_SEND_TO_LOGFIRE")).toBe("false");
  });

  test("take the release of the pod where no version is declared, and the environment's name, not NODE_ENV", () => {
    const variables = traced("staging", "odd-scenes", "backend");
    expect(valueOf(variables, "OTEL_RESOURCE_ATTRIBUTES")).toBe(
      "service.namespace=odd-scenes,service.version=$(POD_RELEASE),service.instance.id=$(POD_NAME),deployment.environment.name=staging",
    );
    const names = variables.map(({ name }) => name);
    // Kubernetes puts in only what stands before.
    expect(names.indexOf("POD_RELEASE")).toBeLessThan(names.indexOf("OTEL_RESOURCE_ATTRIBUTES"));
    expect(variables[names.indexOf("POD_RELEASE")]?.valueFrom?.fieldRef?.fieldPath).toBe(
      "metadata.labels['app.kubernetes.io/version']",
    );
  });

  test("send nothing in dev, which has no collector, and leave Logfire's library its own way", () => {
    const variables = traced("dev", "crb-analyser", "crb-backend");
    expect(valueOf(variables, "OTEL_TRACES_EXPORTER")).toBe("none");
    expect(valueOf(variables, "OTEL_EXPORTER_OTLP_ENDPOINT")).toBeUndefined();
    expect(valueOf(variables, "LOGFIRE_SEND_TO_LOGFIRE")).toBeUndefined();
  });

  test("leave it to the collector how much is kept, and neither metrics nor logs are sent", () => {
    for (const stack of ["dev", "staging", "production"] as const) {
      const variables = traced(stack, "atlas-ux", "engine-worker");
      expect(valueOf(variables, "OTEL_TRACES_SAMPLER")).toBe("parentbased_always_on");
      expect(valueOf(variables, "OTEL_METRICS_EXPORTER")).toBe("none");
      expect(valueOf(variables, "OTEL_LOGS_EXPORTER")).toBe("none");
    }
  });

  test("are none for a page and for a migration, and outside of dev just those that are listed", () => {
    expect(traced("production", "atlas-ux", "frontend")).toEqual([]);
    expect(traced("production", "atlas-ux", migrationName)).toEqual([]);
    for (const system of systems) {
      for (const { name, runnable } of runnablesOf(system)) {
        const listed = containerVariables(system, runnable).filter(([, source]) => source === "its traces");
        expect(traced("production", system.name, name).map((variable) => variable.name)).toEqual(
          listed.map(([variable]) => variable),
        );
      }
    }
  });
});

describe("the settings of reports of errors", () => {
  test.each([
    ["dev", "development", "1"],
    ["staging", "staging", "1"],
    ["production", "production", "0.1"],
  ] as const)(
    "in %s are CRB's tier, a share of traces, a tenth profiled, nothing personal (OBS-15)",
    (...row) => {
      const [stack, tier, share] = row;
      expect(
        errorSettings(stack, realSystem(stack, "crb-analyser"), variableSet("x", ["SENTRY_DSN"])),
      ).toEqual({
        SENTRY_ENVIRONMENT: tier,
        SENTRY_RELEASE: "1.0.0",
        SENTRY_TRACES_SAMPLE_RATE: share,
        SENTRY_PROFILES_SAMPLE_RATE: "0.1",
        SENTRY_SEND_DEFAULT_PII: "false",
      });
    },
  );

  test("tell Odd Scenes' staging from its production, in front and behind (OBS-16)", () => {
    for (const address of ["SENTRY_DSN", "NEXT_PUBLIC_SENTRY_DSN"])
      expect(
        errorSettings("staging", realSystem("staging", "odd-scenes"), variableSet("x", [address])),
      ).toEqual({
        SENTRY_ENVIRONMENT: "staging",
        SENTRY_TRACES_SAMPLE_RATE: "1",
        SENTRY_PROFILES_SAMPLE_RATE: "0.1",
        SENTRY_SEND_DEFAULT_PII: "false",
      });
  });

  test("are none for who reads no address, and for a system without a vendor", () => {
    const set = variableSet("x", ["LOG_LEVEL"]);
    expect(errorSettings("production", realSystem("production", "odd-scenes"), set)).toEqual({});
    const asked = variableSet("x", ["SENTRY_DSN"]);
    expect(errorSettings("production", realSystem("production", "atlas-ux"), asked)).toEqual({});
  });
});
