import { describe, expect, test } from "vitest";
import { podTemplate } from "../../components/workloads/pod.ts";
import { environmentNames } from "../../model/environment-name.ts";
import { port } from "../../model/port.ts";
import { systems } from "../../systems/all.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { renderedPods } from "../support/rendered-pods.ts";
import { podInput } from "../unit/capacity/declared-pods.ts";

const declared = systems.flatMap(({ name, services }) =>
  Object.entries(services).flatMap(([service, workload]) =>
    workload.kind === "http-service" ? [{ system: name, service, workload }] : [],
  ),
);

const workers = systems.flatMap(({ name, services }) =>
  Object.entries(services).flatMap(([service, workload]) =>
    (workload.kind === "worker" || workload.kind === "singleton") && workload.metrics
      ? [{ system: name, service, number: workload.metrics.number }]
      : [],
  ),
);

describe("the port at which a worker shows its metrics", () => {
  test.each(environmentNames)(
    "is the one that it is told, and that Prometheus asks, in every pod of %s (OBS-19)",
    async (stack) => {
      const resources = await capturedStack(stack);
      const pods = renderedPods(resources);
      expect(workers.length).toBeGreaterThan(2);
      for (const { system, service, number } of workers) {
        const namespace = `${system}-${stack}`;
        const own = pods.find((pod) => pod.namespace === namespace && pod.name === service);
        const [container] = own?.spec.containers ?? [];
        expect(container?.env, service).toContainEqual({ name: "METRICS_PORT", value: String(number) });
        expect(container?.ports, service).toEqual([
          { name: "metrics", containerPort: number, protocol: "TCP" },
        ]);
        const monitor = resources.find(({ inputs }) => {
          const { name, namespace: of } = (inputs["metadata"] ?? {}) as Record<string, unknown>;
          return inputs["kind"] === "PodMonitor" && name === service && of === namespace;
        });
        if (stack === "dev") expect(monitor).toBeUndefined();
        else
          expect(monitor?.inputs["spec"], service).toMatchObject({
            jobLabel: "app.kubernetes.io/name",
            selector: { matchLabels: { "app.kubernetes.io/name": service } },
            podMetricsEndpoints: [{ port: "metrics", path: "/metrics", interval: "15s" }],
          });
      }
    },
  );
});

describe("the port of an HTTP service", () => {
  test.each(environmentNames)(
    "is the one that its process is told, in every pod of %s (NET-21)",
    async (stack) => {
      const pods = renderedPods(await capturedStack(stack));
      expect(declared.length).toBeGreaterThan(4);
      for (const { system, service, workload } of declared) {
        const own = pods.find(
          ({ namespace, name }) => namespace === `${system}-${stack}` && name === service,
        );
        const [container] = own?.spec.containers ?? [];
        const { number } = workload.port;
        expect(container?.env, service).toContainEqual({ name: "PORT", value: String(number) });
        expect(container?.ports, service).toEqual([
          expect.objectContaining({ name: "http", containerPort: number }),
        ]);
      }
    },
  );

  test("is moved by its declaration alone, to 8080 for example (NET-21)", () => {
    const { service, ...input } = podInput("production", "odd-scenes", "backend");
    if (service.kind !== "http-service") throw new Error("the declaration changed");
    const [container] = podTemplate({ ...input, service: { ...service, port: port(8080) } }).spec.containers;
    expect(container?.env).toContainEqual({ name: "PORT", value: "8080" });
    expect(container?.ports).toMatchObject([{ containerPort: 8080 }]);
    expect(JSON.stringify(container)).not.toContain(service.port.toString());
  });

  test("stands in no command, which would be a second place (NET-21)", () => {
    for (const { service, workload } of declared)
      expect(workload.command.join(" "), service).not.toContain(workload.port.toString());
  });
});
