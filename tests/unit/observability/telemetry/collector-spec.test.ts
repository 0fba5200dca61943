import { describe, expect, test } from "vitest";
import { collectorPorts } from "../../../../components/observability/telemetry/collector-part.ts";
import {
  collectorConfigMap,
  collectorDemand,
  collectorReplicas,
  collectorSpec,
} from "../../../../components/observability/telemetry/collector-spec.ts";
import { realSystem } from "../../../support/declarations.ts";

const specOf = (system: string) =>
  collectorSpec({
    stack: "production",
    own: realSystem("production", system),
    image: "image",
    priorityClass: "production-standard",
    labels: {},
    selector: { "app.kubernetes.io/name": "otel-collector" },
  });

describe("a system's collectors", () => {
  test("have the vendor's key by reference, under the name that their configuration has of it", () => {
    const [container] = specOf("crb-analyser").template.spec.containers;
    expect(container?.env).toEqual([
      { name: "LOGFIRE_TOKEN", valueFrom: { secretKeyRef: { name: "logfire-token-v1", key: "value" } } },
    ]);
    const { data } = collectorConfigMap("production", realSystem("production", "crb-analyser"));
    expect(data["collector.json"]).toContain("${env:LOGFIRE_TOKEN}");
  });

  test("have no key where traces stay in the cluster", () => {
    for (const system of ["atlas-ux", "odd-scenes"])
      expect(specOf(system).template.spec.containers[0]?.env).toEqual([]);
  });

  test("are two that are not on one node if it can be helped, and fit their quota with the next one beside them", () => {
    const { replicas, template } = specOf("atlas-ux");
    expect(replicas).toBe(collectorReplicas);
    expect(template.spec.affinity?.podAntiAffinity).toBeDefined();
    expect(collectorDemand().pods).toBe(3);
  });

  test("read the file that their ConfigMap holds, and name each port that they listen on", () => {
    const { spec } = specOf("odd-scenes").template;
    const { name } = collectorConfigMap("production", realSystem("production", "odd-scenes"));
    expect(spec.volumes).toContainEqual({ name: "configuration", configMap: { name } });
    const [container] = spec.containers;
    expect(container?.args).toEqual(["--config=/etc/otelcol/collector.json"]);
    expect(container?.ports?.map(({ name: port, containerPort }) => [port, containerPort])).toEqual(
      Object.entries(collectorPorts),
    );
  });
});
