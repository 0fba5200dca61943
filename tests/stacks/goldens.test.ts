import { describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";
import { committedGoldens, goldenFiles } from "../../rendering/goldens.ts";
import { capturedStack } from "../support/captured-stack.ts";

describe.each(environmentNames)("goldens of %s", (stack) => {
  test("are what the stack renders; if the change is meant, run `make goldens` and review the diff", async () => {
    const rendered = goldenFiles(await capturedStack(stack));
    const committed = committedGoldens(stack);
    expect([...committed.keys()].sort()).toEqual([...rendered.keys()].sort());
    for (const [file, text] of rendered) expect(committed.get(file), file).toBe(text);
  });

  test("do not depend on the order of registration: two renders are the same to the byte", async () => {
    expect(goldenFiles(await capture(stack))).toEqual(goldenFiles(await capturedStack(stack)));
  });
});
