import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { proofOfReadiness } from "../../../../components/workloads/deployment.ts";
import { sql } from "./database.ts";
import { eventually } from "./eventually.ts";
import { expectHealthy } from "./healthy-stack.ts";
import type { RunningContainer } from "./pod-command.ts";
import { randomFrom } from "./seed.ts";
import { resourceCounts } from "./stack-under-test.ts";
import type { StackInSuite } from "./suite.ts";

/** Ten points of an update where time does not matter; one where it does. */
export const killsOf = (inCore: number): number => (process.env["SLIPWAY_E2E"] === "full" ? 10 : inCore);

/** Up to this long after the engine began to change the first object; no new pod counts before it has been ready for as long. */
const LATEST_MILLISECONDS = proofOfReadiness.milliseconds;

interface Killed extends StackInSuite {
  /** A database of the stack, whose rows must be there afterwards. */
  readonly database: () => Promise<RunningContainer>;
}

/** An update is killed at random points; each time the stack must come back whole, with its rows. */
export function testKilledUpdates(kills: number, of: () => Killed): void {
  test.for(Array.from({ length: kills }, (_, index) => index + 1))(
    "an update that is killed is recovered: nothing orphaned, nothing lost (%i)",
    async (turn, { annotate }) => {
      const { suite, stack, database } = of();
      const random = randomFrom(`${stack.stack}/${turn}`);
      await annotate(`SLIPWAY_SEED=${random.seed} gives the same again`);
      const table = `committed_${turn}`;
      await sql(
        suite.clients,
        await database(),
        `create table ${table} (id int); insert into ${table} values (41), (42)`,
      );
      const version = turn % 2 === 1 ? "v2" : "v1";
      // One that rolls: a release by steps is carried on by Argo Rollouts, whatever becomes of the update.
      stack.release("odd-scenes", "ai-backend", suite.images.ofSystem("odd-scenes", "ai-backend", version));
      const update = await stack.start("up");
      await eventually(
        "the engine changes something",
        () => (/Deployment \S+ (updating|creating)/.test(update.printed()) ? true : undefined),
        // It looks at every resource on its way there.
        { every: 50, within: 240_000 },
      );
      const delay = random.between(0, LATEST_MILLISECONDS);
      await sleep(delay);
      update.kill();
      expect((await update.result).exitCode, update.printed()).toBe(137);
      const recovered = await stack.recover();
      expect(recovered.exitCode, `${update.printed()}\n${recovered.output}`).toBe(0);
      expect(recovered.output).toContain("nothing is orphaned");
      await annotate(
        `killed ${(delay / 1000).toFixed(1)} s into the changes, whole ${recovered.seconds.toFixed(0)} s later`,
      );
      const again = await stack.up();
      expect(Object.keys(resourceCounts(again.output)), again.output).toEqual(["unchanged"]);
      await expectHealthy(suite.clients, stack.stack);
      expect(await sql(suite.clients, await database(), `select sum(id) from ${table}`)).toBe("83");
    },
  );
}
