import fc from "fast-check";
import { expect, test } from "vitest";
import { logAtWorst, logKeptForStandbys } from "../../../../model/postgres-log.ts";
import { gibibytes, mebibytes } from "../../../../model/quantities/bytes.ts";
import { validateDatabase } from "../../../../model/validation/validate-database.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { database, shop } from "../declared-shop.ts";

const logged = (walStorage = database.walStorage) => ({ ...shop, database: { ...database, walStorage } });

test("the log's volume holds what is kept for a standby that is away, what lies between checkpoints, and more", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 * 1024 }), (size) => {
      const volume = mebibytes(size);
      const problems = validateDatabase(logged(volume)).filter(({ path }) => path.endsWith("walStorage"));
      expect(problems).toHaveLength(size > 2048 ? 0 : 1);
      if (problems.length > 0) return;
      expect(logAtWorst(volume).count).toBeLessThan(volume.count);
      expect(logKeptForStandbys(volume).count).toBeLessThanOrEqual(volume.count / 2);
    }),
  );
});

test("a volume that a standby's absence would fill is refused with the sum, and what to give", () => {
  expect(validateSystem(logged(gibibytes(2)))).toEqual([
    {
      path: "shop.database.walStorage",
      message:
        "2Gi is no more than the 2Gi of log that may be there at once: 1Gi kept for a standby that is away (half of it) and 1Gi between two checkpoints; a full one stops the database, so give 3Gi or more",
    },
  ]);
  expect(validateSystem(logged(gibibytes(3)))).toEqual([]);
});
