import { describe, expect, test } from "vitest";
import { inputsFromLive, liveInputs } from "../../../toolchain/plugins/kubernetes/lifecycle/live-inputs.ts";
import { isSameQuantity } from "../../../toolchain/plugins/kubernetes/lifecycle/quantity.ts";

describe("quantities", () => {
  test.each([
    ["1000m", "1"],
    ["0.5", "500m"],
    ["1024Mi", "1Gi"],
    ["1e3", "1k"],
    ["129Mi", "129Mi"],
    ["0.0000000001", "1n"],
  ])("%s is %s", (left, right) => {
    expect(isSameQuantity(left, right)).toBe(true);
  });

  test.each([
    ["1", "2"],
    ["1G", "1Gi"],
    ["one", "one"],
  ])("%s is not %s", (left, right) => {
    expect(isSameQuantity(left, right)).toBe(false);
  });
});

describe("what has become of the inputs", () => {
  test("defaults, status and others' fields are none of theirs", () => {
    const inputs = { apiVersion: "v1", kind: "Service", spec: { ports: [{ port: 80 }] } };
    const live = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { uid: "1" },
      spec: { clusterIP: "198.18.0.9", ports: [{ port: 80, protocol: "TCP", targetPort: 80 }] },
      status: {},
    };
    expect(liveInputs(inputs, live)).toEqual(inputs);
  });

  test("another spelling of a quantity is no change, and elsewhere it is one", () => {
    const inputs = { spec: { hard: { "limits.cpu": "1000m" } }, data: { size: "1000m" } };
    const live = { spec: { hard: { "limits.cpu": "1" } }, data: { size: "1" } };
    expect(liveInputs(inputs, live)).toEqual({ ...inputs, data: { size: "1" } });
  });

  test("what the API server leaves out because it is empty is still there", () => {
    const inputs = {
      spec: { minReadySeconds: 0, paused: false, template: { metadata: { annotations: {} } }, replicas: 2 },
    };
    expect(liveInputs(inputs, { spec: {} })).toEqual({
      spec: { minReadySeconds: 0, paused: false, template: { metadata: { annotations: {} } } },
    });
  });

  test("elements of a list are told by their names", () => {
    const inputs = {
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    };
    const live = {
      env: [
        { name: "C", value: "0" },
        { name: "B", value: "3" },
        { name: "A", value: "1" },
      ],
    };
    expect(liveInputs(inputs, live)).toEqual({
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "3" },
      ],
    });
  });

  test("a list of plain values comes back whole, finalizers only as far as they are the program's", () => {
    const inputs = { args: ["a"], metadata: { finalizers: ["ours"] } };
    const live = { args: ["a", "b"], metadata: { finalizers: ["theirs", "ours"] } };
    expect(liveInputs(inputs, live)).toEqual({ args: ["a", "b"], metadata: { finalizers: ["ours"] } });
  });

  test("a rule or a subject added by hand is drift", () => {
    const rule = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
    const subject = { kind: "ServiceAccount", name: "web", namespace: "shop" };
    const inputs = { rules: [rule], subjects: [subject] };
    const live = {
      rules: [rule, { ...rule, verbs: ["*"] }],
      subjects: [subject, { ...subject, name: "hand" }],
    };
    expect(liveInputs(inputs, live)).toEqual(live);
  });

  test("tolerations that the API server adds to a Pod are no drift", () => {
    const tolerations = [{ operator: "Exists" }];
    const added = [...tolerations, { key: "node.kubernetes.io/not-ready", operator: "Exists" }];
    expect(liveInputs({ spec: { tolerations } }, { spec: { tolerations: added } })).toEqual({
      spec: { tolerations },
    });
  });

  test("stringData of a Secret is found in its data", () => {
    const encoded = (text: string): string => Buffer.from(text).toString("base64");
    const inputs = { apiVersion: "v1", kind: "Secret", stringData: { a: "1", b: "2", c: "3" } };
    const live = { apiVersion: "v1", kind: "Secret", data: { a: encoded("1"), b: encoded("other") } };
    expect(liveInputs(inputs, live)).toEqual({ ...inputs, stringData: { a: "1", b: "other" } });
  });

  test("an import takes all but what only the cluster says", () => {
    const annotations = { "deployment.kubernetes.io/revision": "1" };
    const live = {
      kind: "ConfigMap",
      metadata: { name: "a", uid: "1", managedFields: [], annotations },
      data: {},
      status: {},
    };
    expect(inputsFromLive(live)).toEqual({ kind: "ConfigMap", metadata: { name: "a" }, data: {} });
  });
});
