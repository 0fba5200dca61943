import { describe, expect, test } from "vitest";
import { configurationFrom } from "../../../toolchain/plugins/kubernetes/configuration.ts";
import { diffObject } from "../../../toolchain/plugins/kubernetes/diff.ts";
import {
  objectFrom,
  recordedIn,
  stateOf,
} from "../../../toolchain/plugins/kubernetes/lifecycle/object-state.ts";
import { asSecret, isSecret, type Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

describe("the recorded state", () => {
  const inputs: Properties = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a" },
    data: { open: "1", hidden: asSecret("2") },
  };
  const live: Properties = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "a", uid: "1" },
    data: { open: "1", hidden: "2" },
  };
  const state = stateOf({ inputs, live, fieldManager: "manager", initialApiVersion: "v1" });

  test("keeps secret what the inputs say is, and gives the parts back", () => {
    const data = state["data"] as Properties;
    expect(isSecret(data["hidden"])).toBe(true);
    expect(data["open"]).toBe("1");
    expect(recordedIn(state)).toMatchObject({
      inputs,
      live,
      fieldManager: "manager",
      initialApiVersion: "v1",
    });
  });

  test("marks all of a Secret's content", () => {
    const secret = { apiVersion: "v1", kind: "Secret", data: { a: "MQ==" } };
    const recorded = stateOf({
      inputs: { apiVersion: "v1", kind: "Secret" },
      live: secret,
      fieldManager: "",
      initialApiVersion: "v1",
    });
    expect(isSecret(recorded["data"])).toBe(true);
  });

  test("hides the copy that kubectl keeps of what is secret, and no other", () => {
    const key = "kubectl.kubernetes.io/last-applied-configuration";
    const isHidden = (kind: string, given: Properties): boolean => {
      const object = {
        apiVersion: "v1",
        kind,
        metadata: { name: "a", annotations: { [key]: "{}", team: "b" } },
      };
      const recorded = stateOf({ inputs: given, live: object, fieldManager: "", initialApiVersion: "v1" });
      const { annotations } = recorded["metadata"] as { annotations: Properties };
      expect(annotations["team"]).toBe("b");
      expect(recordedIn(recorded).live).toEqual(object);
      return isSecret(annotations[key]);
    };
    expect(isHidden("Secret", {})).toBe(true);
    expect(isHidden("ConfigMap", inputs)).toBe(true);
    expect(isHidden("ConfigMap", { kind: "ConfigMap" })).toBe(false);
  });

  test("spells a schema's fields as the SDK does, and sends them as the API server does", () => {
    const object = objectFrom({ spec: { x_kubernetes_validations: [{ rule: "true" }], nothing: null } });
    expect(object).toEqual({ spec: { "x-kubernetes-validations": [{ rule: "true" }] } });
    expect(stateOf({ inputs: {}, live: object, fieldManager: "", initialApiVersion: "" })).toHaveProperty(
      "spec.x_kubernetes_validations",
    );
  });

  test("a difference is one to the object and not to inputs that it never took", () => {
    const failed = stateOf({
      inputs: { ...inputs, data: { open: "5" } },
      live,
      fieldManager: "",
      initialApiVersion: "v1",
    });
    const identity = { urn: "", type: "kubernetes:core/v1:ConfigMap", name: "a" };
    const change = {
      oldInputs: { ...inputs, data: { open: "5" } },
      oldState: failed,
      inputs: { ...inputs, data: { open: "5" } },
    };
    const { differences } = diffObject(identity, change, configurationFrom({ enableConfigMapMutable: true }));
    expect(differences.map(({ path }) => path.join("."))).toEqual(["data.open"]);
    expect(
      diffObject(identity, { ...change, ignoreChanges: ["data.open"] }, configurationFrom({})).differences,
    ).toEqual([]);
  });
});
