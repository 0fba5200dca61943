import { expect, test } from "vitest";
import { databaseOf, sql } from "./support/database.ts";
import { expectHealthy } from "./support/healthy-stack.ts";
import { podsOf, serviceAddress } from "./support/kubernetes.ts";
import { startLoad } from "./support/load.ts";
import type { StackInSuite, Suite } from "./support/suite.ts";

const system = "odd-scenes";
const service = "backend";
const namespace = "odd-scenes-dev";

/** Each update looks at every resource of the stack; what a real PostgreSQL shows by itself waits for a full run. */
const isFull = process.env["SLIPWAY_E2E"] === "full";

/** Releases whose migration fails, takes something away, or is too old for the schema, on a stack that is up (DB-10). */
export function testMigrations(open: () => StackInSuite): void {
  test("a migration that fails leaves the old pods serving, and the update names its pod and its log", async ({
    annotate,
  }) => {
    const { suite, stack } = open();
    expect(await migrated(suite)).toBe("v1");
    const before = await serving(suite);
    const load = await startRequests(suite);
    stack.release(system, service, imageOf(suite, "failed-migration"));
    const failed = await stack.up();
    expect(failed.exitCode).not.toBe(0);
    expect(failed.output).toMatch(migrationFailed);
    expect(await serving(suite)).toEqual(before);
    expect(await migrated(suite)).toBe("v1");
    stack.release(system, service, imageOf(suite, "v1"));
    const back = await stack.up();
    expect(back.exitCode, back.output).toBe(0);
    expect(await serving(suite)).toEqual(before);
    const { failures, requests } = await load.stop();
    expect(failures).toEqual({});
    await expectHealthy(suite.clients, "dev");
    await annotate(
      `failed after ${failed.seconds.toFixed(0)} s, back after ${back.seconds.toFixed(0)} s; ${requests} requests, 0 failed`,
    );
  });

  test.runIf(isFull)(
    "a failed migration is tried again, and nothing goes back past one that took something away",
    async ({ annotate }) => {
      const { suite, stack } = open();
      const mark = (contract: { release: string; reason: string } | undefined): void => {
        stack.configure(({ systems }) => {
          const own = systems[system];
          if (own === undefined) throw new Error(`${system} is not configured`);
          if (contract === undefined) delete own.contract;
          else own.contract = contract;
        });
      };
      const load = await startRequests(suite);
      stack.release(system, service, imageOf(suite, "failed-migration"));
      for (const time of ["first", "second"])
        expect((await stack.up()).output, time).toMatch(migrationFailed);

      stack.release(system, service, imageOf(suite, "v2"));
      mark({ release: imageOf(suite, "v2"), reason: "drops orders.total_cents" });
      const contracted = await stack.up();
      expect(contracted.exitCode, contracted.output).toBe(0);
      expect(await migrated(suite)).toBe("v1 v2");
      const after = await serving(suite);

      stack.release(system, service, imageOf(suite, "v1"));
      mark(undefined);
      const refused = await stack.up();
      expect(refused.exitCode).not.toBe(0);
      const [older, newer] = [digestOf(suite, "v1"), digestOf(suite, "v2")];
      expect(refused.output).toMatch(
        new RegExp(`${older} can't be gone back to: backend ${newer}.*drops orders.total_cents`),
      );
      expect(await serving(suite)).toEqual(after);

      stack.release(system, service, imageOf(suite, "v2"));
      const forward = await stack.up();
      expect(forward.exitCode, forward.output).toBe(0);
      expect(await serving(suite)).toEqual(after);
      const { failures, requests } = await load.stop();
      expect(failures).toEqual({});
      await annotate(`refused after ${refused.seconds.toFixed(0)} s; ${requests} requests, 0 failed`);
    },
  );
}

const migrationFailed =
  /container "migration" ended with exit code 1 .*kubectl logs --namespace odd-scenes-dev migration-\S+ --container migration/;

type Played = "v1" | "v2" | "failed-migration";

const imageOf = ({ images }: Suite, version: Played): string => images.ofSystem(system, service, version);

const digestOf = (suite: Suite, version: Played): string => imageOf(suite, version).split("@")[1] ?? "";

/** The releases whose migrations were committed. */
const migrated = async ({ clients }: Suite): Promise<string> =>
  sql(
    clients,
    await databaseOf(clients, namespace),
    "select string_agg(release, ' ' order by release) from stand_in_migrated",
  );

/** Names of the service's pods, without those that are on their way out. */
const serving = async ({ clients }: Suite): Promise<string[]> =>
  (await podsOf(clients, namespace, service))
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata?.name ?? "")
    .sort();

const startRequests = async (suite: Suite): Promise<ReturnType<typeof startLoad>> =>
  startLoad(suite, { url: `${await serviceAddress(suite.clients, namespace, service)}/things`, rate: 10 });
