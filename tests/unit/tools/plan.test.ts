import { describe, expect, test } from "vitest";
import { resourcesIn } from "../../../tools/live/engine-state.ts";
import { lossesIn, objectsKnownOtherwise, objectToMake, readPlan } from "../../../tools/live/plan.ts";

const type = "kubernetes:core/v1:Service";
const service = (name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const create = (urn: string, inputs: object) => ({
  op: "create",
  urn,
  newState: { type, inputs: { ...inputs } },
});
const recorded = (urn: string, outputs: object, more = {}) => ({
  urn,
  type,
  outputs: { ...outputs },
  ...more,
});

describe("an object that a plan would make", () => {
  test("is refused when the state knows it as another resource, with both names", () => {
    const plan = [create("urn:new", service("web", "app"))];
    expect(objectsKnownOtherwise(plan, [recorded("urn:old", service("web", "app"))])).toEqual([
      "Service app/web: recorded as urn:old, declared as urn:new",
    ]);
    expect(objectsKnownOtherwise(plan, [recorded("urn:old", service("web", "other"))])).toEqual([]);
  });

  test("is the same in no namespace and in the default one", () => {
    const plan = [create("urn:new", service("web"))];
    expect(objectsKnownOtherwise(plan, [recorded("urn:old", service("web", "default"))])).toHaveLength(1);
  });

  test("may be known as the same resource, unless that one is still to be deleted", () => {
    const plan = [create("urn:web", service("web", "app"))];
    expect(objectsKnownOtherwise(plan, [recorded("urn:web", service("web", "app"))])).toEqual([]);
    expect(
      objectsKnownOtherwise(plan, [recorded("urn:web", service("web", "app"), { delete: true })]),
    ).toEqual(["Service app/web: recorded as urn:web (to be deleted), declared as urn:web"]);
  });

  test("may be known as what the engine never deletes", () => {
    const plan = [create("urn:new", service("web", "app"))];
    const state = [
      recorded("urn:read", service("web", "app"), { external: true }),
      recorded("urn:retained", service("web", "app"), { retainOnDelete: true }),
    ];
    expect(objectsKnownOtherwise(plan, state)).toEqual([]);
  });

  test("comes of a replacement only under another name", () => {
    const replace = (before: string, after: string) => ({
      op: "replace",
      urn: "urn:web",
      oldState: { type, inputs: service(before) },
      newState: { type, inputs: service(after) },
    });
    expect(objectToMake(replace("a", "a"))).toEqual([]);
    expect(objectToMake(replace("a", "b"))).toEqual([service("b")]);
    expect(objectToMake({ ...replace("a", "b"), op: "update" })).toEqual([]);
  });
});

test("what a plan loses is what it deletes and replaces", () => {
  const steps = ["create", "delete", "replace", "update"].map((op) => ({ op, urn: `urn:${op}` }));
  expect(lossesIn(readPlan(JSON.stringify({ steps })))).toEqual(["delete urn:delete", "replace urn:replace"]);
});

test("a state that was never updated records nothing", () => {
  expect(resourcesIn(JSON.stringify({ version: 3, deployment: { manifest: {} } }))).toEqual([]);
});
