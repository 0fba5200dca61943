import { describe, expect, test } from "vitest";
import { withIgnoredFields } from "../../../toolchain/plugins/kubernetes/lifecycle/ignored-fields.ts";

const ours = "pulumi-kubernetes-1234";
const argo = "rollouts-controller";

const managed = (manager: string, fieldsV1: Record<string, unknown>) => ({
  manager,
  operation: "Update",
  fieldsV1: fieldsV1 as Record<string, never>,
});

describe("an update leaves to Argo Rollouts", () => {
  test("the selector of a Service, which belongs to one owner as a whole", () => {
    const sent = { spec: { selector: { name: "web" }, ports: [{ port: 80 }] } };
    const live = {
      metadata: { managedFields: [managed(argo, { "f:spec": { "f:selector": {} } })] },
      spec: { selector: { name: "web", "rollouts-pod-template-hash": "abc" }, ports: [{ port: 80 }] },
    };
    expect(withIgnoredFields(sent, live, ["spec.selector"], ours)).toEqual({
      spec: { ports: [{ port: 80 }] },
    });
  });

  test("the weights of a canary, which are in a list that others may have written last", () => {
    const services = (stable: number, canary: number, port: number) => [
      { name: "web", weight: stable, port },
      { name: "web-canary", weight: canary, port },
    ];
    const sent = { spec: { weighted: { services: services(100, 0, 8080) } } };
    const live = {
      metadata: { managedFields: [managed(argo, { "f:spec": { "f:weighted": { "f:services": {} } } })] },
      spec: { weighted: { services: services(75, 25, 80) } },
    };
    const paths = ["spec.weighted.services[0].weight", "spec.weighted.services[1].weight"];
    expect(withIgnoredFields(sent, live, paths, ours)).toEqual({
      spec: { weighted: { services: services(75, 25, 8080) } },
    });
  });

  test("nothing of an element that is not there yet", () => {
    const sent = { spec: { services: [{ weight: 100 }, { weight: 0 }] } };
    const live = { spec: { services: [{ weight: 1 }] } };
    const paths = ["spec.services[0].weight", "spec.services[1].weight"];
    expect(withIgnoredFields(sent, live, paths, ours)).toEqual({
      spec: { services: [{ weight: 1 }, { weight: 0 }] },
    });
  });
});
