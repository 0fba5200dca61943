import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge } from "../support/policy-harness.ts";
import { deploymentWith, resource, unknownList, unknownText } from "./workloads.ts";

const rule = { rules: rules.filter(({ name }) => name === "probe-port-declared") };
const ports = [{ containerPort: 9090 }, { containerPort: 8080, name: "http" }];

describe.each(["livenessProbe", "readinessProbe", "startupProbe"])(
  "probe-port-declared, of a %s",
  (probe) => {
    const asking = (handler: unknown, declared: unknown = ports) =>
      deploymentWith({ livenessProbe: null, readinessProbe: null, ports: declared, [probe]: handler });

    it.each([
      { httpGet: { port: 8080 } },
      { httpGet: { port: "http" } },
      { tcpSocket: { port: 9090 } },
      { grpc: { port: 9090, service: "health" } },
      { exec: { command: ["true"] } },
      { httpGet: {} },
      null,
    ])("allows %j", async (handler) => {
      expect(await judge([asking(handler)], rule)).toEqual([]);
    });

    it.each([
      [{ httpGet: { port: 8081 } }, "httpGet.port is 8081 and none of the container's ports."],
      [{ httpGet: { port: "https" } }, "httpGet.port is a text and none of the container's ports."],
      [{ tcpSocket: { port: "8080" } }, "tcpSocket.port is a text and none"],
      [{ grpc: { port: 50051 } }, "grpc.port is 50051 and none"],
    ])("refuses %j", async (handler, problem) => {
      const found = await judge([asking(handler)], rule);
      expect(found).toHaveLength(1);
      expect(found[0]?.message).toContain(`.${probe}.${problem}`);
      expect(await judge([asking(handler, null)], rule)).toHaveLength(1);
    });

    it("is decided by an unknown port no more than by unknown ports", async () => {
      const handler = { httpGet: { port: 8080 } };
      const levels = async (declared: unknown) =>
        (await judge([asking(handler, declared)], rule)).map(({ level }) => level);
      expect(await levels([{ containerPort: unknownText }, ...ports])).toEqual([]);
      expect(await levels([{ containerPort: unknownText }])).toEqual(["advisory"]);
      expect(await levels(unknownList)).toEqual(["advisory"]);
    });
  },
);

it("leaves a Patch alone, whose ports another may declare", async () => {
  const spec = { containers: [{ name: "web", livenessProbe: { httpGet: { port: 8081 } } }] };
  const part = resource("kubernetes:apps/v1:DeploymentPatch", { spec: { template: { spec } } });
  expect(await judge([part], rule)).toEqual([]);
});
