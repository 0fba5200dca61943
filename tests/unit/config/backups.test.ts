import { describe, expect, it, test } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { externalPostgres } from "../../../model/database.ts";
import { gibibytes } from "../../../model/quantities/bytes.ts";
import { days, hours, minutes } from "../../../model/quantities/duration.ts";
import { archiveInterval, leastRecoveryPoint } from "../../../model/recovery.ts";
import { validateRecovery } from "../../../model/validation/validate-recovery.ts";
import { shop } from "../model/declared-shop.ts";
import { configured, refusalOf } from "./configured-shop.ts";

const key = "slipway:environment.backups";

describe("where backups go", () => {
  it("is a bucket and the service that has it", () => {
    const { backups } = parseEnvironment([shop], "staging", configured("staging"));
    expect(backups?.bucket).toBe("shop-backups");
    expect(backups?.endpoint).toMatchObject({ url: "https://s3.example.com", port: { number: 443 } });
    const own = parseEnvironment(
      [shop],
      "production",
      configured("production", { "backups.endpoint": "https://minio.example.com:9000/" }),
    );
    expect(own.backups?.endpoint).toMatchObject({
      url: "https://minio.example.com:9000",
      port: { number: 9000 },
    });
  });

  it("must be said wherever a database is to be kept, and only there", () => {
    expect(refusalOf("staging", { backups: undefined })).toEqual([
      { path: key, message: "missing; give where backups go, with: bucket, endpoint, region, cidrs" },
    ]);
    expect(parseEnvironment([shop], "dev", configured("dev")).backups).toBeUndefined();
    expect(refusalOf("dev", { backups: {} })[0]?.message).toMatch(/^unknown key "backups"/);
  });

  it.each([
    ["http://s3.example.com", '"http://s3.example.com" is not https:// and a host alone'],
    ["https://s3.example.com:0", '"https://s3.example.com:0" is not https:// and a host alone'],
    ["s3.example.com", '"s3.example.com" is not https:// and a host alone'],
    ["https://s3.example.com/bucket", '"https://s3.example.com/bucket" is not'],
    [7, "7 is not a text"],
  ])("refuses the address %s", (endpoint, message) => {
    const [problem, ...others] = refusalOf("staging", { "backups.endpoint": endpoint });
    expect(others).toEqual([]);
    expect(problem?.path).toBe(`${key}.endpoint`);
    expect(problem?.message).toContain(message);
    expect(problem?.message).toMatch(/give where|if you mean the text/);
  });

  it.each([
    "https://user:canary@s3.example.com",
    "https://canary@s3.example.com",
    "user:canary@s3.example.com",
  ])("does not show what somebody wrote before the host, as in %s", (endpoint) => {
    const [problem] = refusalOf("staging", { "backups.endpoint": endpoint });
    expect(problem?.message).toContain("an address with a user or a password");
    expect(problem?.message).not.toContain("canary");
  });

  it.each(["", "a", "Backups", "s3://backups", "-backups"])("refuses the bucket %j", (bucket) => {
    expect(refusalOf("staging", { "backups.bucket": bucket }).map(({ path }) => path)).toContain(
      `${key}.bucket`,
    );
  });
});

describe("what a database may lose at most", () => {
  const { database } = shop;
  if (database?.kind !== "platform") throw new Error("the shop's database is the platform's");
  const outside = externalPostgres({
    version: 16,
    provider: "somebody",
    storage: gibibytes(1),
    connections: 100,
    recovery: { time: hours(1), point: hours(1) },
  });
  const problemsOf = (given: NonNullable<typeof shop.database>) =>
    validateRecovery({ ...shop, database: given }).map(({ path, message }) => `${path}: ${message}`);

  test.each([
    ["the archive's five minutes", { ...database, recovery: { time: hours(1), point: minutes(5) } }],
    ["an hour elsewhere, with a log that is kept", { ...outside, pointInTimeRecovery: true }],
    ["a day elsewhere, by dumps alone", { ...outside, recovery: { time: hours(1), point: days(1) } }],
  ])("can be %s", (_, given) => {
    expect(problemsOf(given)).toEqual([]);
  });

  test("is kept by a log that is sent often enough to arrive in time", () => {
    expect(archiveInterval.plus(minutes(1))).toEqual(leastRecoveryPoint);
  });

  test("can't be less than what is archived", () => {
    expect(problemsOf({ ...database, recovery: { time: hours(1), point: minutes(4) } })).toEqual([
      "shop.database.recovery.point: 4m is less than the archive can promise: the write-ahead log goes there every 4m and is a while on its way; give 5m or more",
    ]);
  });

  test("can't be an hour where there is a dump a day and nothing else (CF-12)", () => {
    expect(problemsOf(outside)).toEqual([
      "shop.database.recovery.point: 1h is less than a dump a day can promise, which may lose 1d; give 1d, or declare pointInTimeRecovery if somebody keeps the write-ahead log",
    ]);
  });
});
