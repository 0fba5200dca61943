import { describe, expect, test } from "vitest";
import {
  fieldManagerFor,
  withFieldsTakenOver,
} from "../../../toolchain/plugins/kubernetes/lifecycle/field-manager.ts";
import { withIgnoredFields } from "../../../toolchain/plugins/kubernetes/lifecycle/ignored-fields.ts";
import type { Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

const annotated = (annotations: Properties): Properties => ({ metadata: { name: "web", annotations } });

describe("field managers", () => {
  const created = {
    manager: "pulumi-kubernetes",
    operation: "Update",
    fieldsType: "FieldsV1",
    fieldsV1: { "f:data": { "f:a": {} } },
  };
  const controller = { ...created, manager: "kube-controller-manager", subresource: "status" };

  test("the program's choice wins over the recorded name, which wins over a new one", () => {
    const chosen = annotated({ "pulumi.com/patchFieldManager": "mine" });
    expect(fieldManagerFor(chosen, "old")).toBe("mine");
    expect(fieldManagerFor(annotated({}), "old")).toBe("old");
    expect(fieldManagerFor(annotated({}), "")).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
  });

  test("the creation's fields are handed over, and nobody else's", () => {
    const applied = {
      ...created,
      manager: "mine",
      operation: "Apply",
      fieldsV1: { "f:data": { "f:b": {} } },
    };
    const object = { metadata: { managedFields: [created, controller, applied] } };
    expect(withFieldsTakenOver(object, "mine")).toEqual([
      controller,
      { ...applied, fieldsV1: { "f:data": { "f:a": {}, "f:b": {} } } },
    ]);
    expect(
      withFieldsTakenOver({ metadata: { managedFields: [controller, applied] } }, "mine"),
    ).toBeUndefined();
  });

  test("an ignored field is left to the manager who owns it, else it keeps its value", () => {
    const owners = [
      { manager: "autoscaler", operation: "Update", fieldsV1: { "f:spec": { "f:replicas": {} } } },
    ];
    const sent = { spec: { replicas: 2, paused: true } };
    const live = { metadata: { managedFields: owners }, spec: { replicas: 7, paused: false } };
    expect(withIgnoredFields(sent, live, ["spec.replicas"], "mine")).toEqual({ spec: { paused: true } });
    expect(withIgnoredFields(sent, live, ["spec.paused"], "mine")).toEqual({
      spec: { replicas: 2, paused: false },
    });
  });
});
