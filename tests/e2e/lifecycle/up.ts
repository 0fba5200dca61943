import { expect, test } from "vitest";
import { expectAsDeclared, expectHealthy } from "./support/healthy-stack.ts";
import { resourceCounts } from "./support/stack-under-test.ts";
import type { StackInSuite } from "./support/suite.ts";

/** The first update of a stack, of which nothing is there. */
export function testUpFromNothing(of: () => StackInSuite): void {
  test("up from nothing: all runs as declared, and as many resources as the preview said", async ({
    annotate,
  }) => {
    const { suite, stack } = of();
    const previewed = resourceCounts((await stack.preview()).output);
    const up = await stack.up();
    expect(up.exitCode, up.output).toBe(0);
    expect(resourceCounts(up.output)["created"]).toBe(previewed["to create"]);
    await annotate(
      `${previewed["to create"]} resources previewed and created, up took ${up.seconds.toFixed(0)} s`,
    );
    await expectHealthy(suite.clients, stack.stack);
    const containers = await expectAsDeclared(suite.clients, suite.cluster, stack.stack);
    await annotate(`${containers} containers are held to what their pods declare`);
  });
}

/** An update of a stack that is as it is declared. */
export function testUpWithoutChange(of: () => StackInSuite): void {
  test("a second up changes nothing, and nothing has drifted", async () => {
    const { stack } = of();
    const again = await stack.up();
    expect(again.exitCode, again.output).toBe(0);
    expect(Object.keys(resourceCounts(again.output)), again.output).toEqual(["unchanged"]);
    const drift = await stack.drift();
    expect(drift.exitCode, drift.output).toBe(0);
  });
}
