import { describe, expect, test } from "vitest";
import {
  propagationPolicy,
  waitedFor,
  waitingTime,
} from "../../../toolchain/plugins/kubernetes/annotations.ts";
import { waitForRule } from "../../../toolchain/plugins/kubernetes/await/wait-for.ts";
import { type Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

const annotated = (annotations: Properties): Properties => ({ metadata: { name: "web", annotations } });

describe("annotations", () => {
  test("name one condition or a list of them", () => {
    expect(waitedFor(annotated({ "pulumi.com/waitFor": "condition=Ready" }))).toEqual(["condition=Ready"]);
    expect(waitedFor(annotated({ "pulumi.com/waitFor": '["a", "b"]' }))).toEqual(["a", "b"]);
    expect(waitedFor(annotated({}))).toEqual([]);
  });

  test("bound the time, after the resource's own bound", () => {
    const object = annotated({ "pulumi.com/timeoutSeconds": "30" });
    expect(waitingTime(object, 5)).toBe(5000);
    expect(waitingTime(object, 0)).toBe(30_000);
    expect(waitingTime(annotated({ "pulumi.com/timeoutSeconds": "soon" }), 0)).toBe(600_000);
  });

  test("choose what becomes of what belongs to a deleted object", () => {
    const chosen = (policy: string) =>
      propagationPolicy(annotated({ "pulumi.com/deletionPropagationPolicy": policy }));
    expect([chosen("orphan"), chosen("Background"), chosen("")]).toEqual([
      "Orphan",
      "Background",
      "Foreground",
    ]);
  });
});

describe("waitFor", () => {
  const judge = (expression: string, object: Properties) =>
    waitForRule([expression]).judge({ object, related: () => [], quietMilliseconds: 0 });
  const withCondition = (condition: Properties, generation = 1): Properties => ({
    metadata: { generation },
    status: { conditions: [condition] },
  });

  test("a condition, true unless another status is named", () => {
    const ready = withCondition({ type: "Ready", status: "True" });
    expect(judge("condition=Ready", ready).isReady).toBe(true);
    expect(judge("condition=ready=false", ready).isReady).toBe(false);
    const failing = judge(
      "condition=Ready",
      withCondition({ type: "Ready", status: "False", reason: "NoStore", message: "none" }),
    );
    expect(failing.problems).toEqual(["waiting for condition Ready=True: it is False (NoStore: none)"]);
  });

  test("a condition of an older generation does not count", () => {
    const old = withCondition({ type: "Ready", status: "True", observedGeneration: 1 }, 2);
    expect(judge("condition=Ready", old).isReady).toBe(false);
  });

  test("a path, with a value or without", () => {
    const object = {
      status: {
        phase: "Bound",
        parts: [
          { type: "a", count: 1 },
          { type: "b", count: 2 },
        ],
      },
    };
    expect(judge("jsonpath={.status.phase}", object).isReady).toBe(true);
    expect(judge("jsonpath={.status.phase}=Bound", object).isReady).toBe(true);
    expect(judge("jsonpath={.status.phase}=Lost", object).progress).toContain("found Bound");
    expect(judge('jsonpath={.status.parts[?(@.type=="b")].count}=2', object).isReady).toBe(true);
    expect(judge("jsonpath={.status.none}", object).isReady).toBe(false);
  });

  test.each(["phase=Bound", "jsonpath=.status.phase", "condition=", "condition=a=b=c"])(
    "%s is refused",
    (expression) => {
      expect(() => waitForRule([expression])).toThrow("pulumi.com/waitFor");
    },
  );
});
