import { describe, expect, it } from "vitest";
import { cidr } from "../../../../model/cidr.ts";
import { externalPostgres } from "../../../../model/database.ts";
import { rowsIn } from "../../../../model/drill-check.ts";
import { gibibytes } from "../../../../model/quantities/bytes.ts";
import { hours } from "../../../../model/quantities/duration.ts";
import type { System } from "../../../../model/system.ts";
import { type ThirdParty, thirdParty } from "../../../../model/third-party.ts";
import { validateSystem } from "../../../../model/validation/validate-system.ts";
import { api, mailer, shop } from "../declared-shop.ts";

const bank = thirdParty({ name: "bank", purpose: "payments", host: "api.bank.example", keys: {} });

const calling = (egress: readonly ThirdParty[], others: readonly ThirdParty[] = []): System => ({
  ...shop,
  services: { ...shop.services, api: { ...api, egress }, mailer: { ...mailer, egress: others } },
});

describe("a third party", () => {
  it("is called by as many services as like, each of which lists it once", () => {
    expect(validateSystem(calling([bank], [bank]))).toEqual([]);
    expect(validateSystem(calling([bank, bank]))).toEqual([
      { path: "shop.services.api.egress[1]", message: '"bank" is listed twice; keep one' },
    ]);
  });

  it("has a name that fits an object's, and that no data store goes by", () => {
    expect(validateSystem(calling([{ ...bank, name: "Bank.eu" }]))).toEqual([
      {
        path: "shop.services.api.egress[0].name",
        message: '"Bank.eu" is not a name; use at most 40 lower-case letters, digits and -, a letter first',
      },
    ]);
    expect(validateSystem(calling([{ ...bank, name: "database" }]))).toEqual([
      {
        path: "shop.services.api.egress[0].name",
        message: '"database" is what a data store goes by; choose another name',
      },
    ]);
  });

  it("is one host under one name", () => {
    expect(validateSystem(calling([bank], [{ ...bank, host: "other.example" }]))).toEqual([
      {
        path: "shop.services.mailer.egress[0].name",
        message: '"bank" is already api.bank.example:443, and here it is other.example:443; rename one',
      },
    ]);
  });

  it("answers from the internet", () => {
    expect(validateSystem(calling([{ ...bank, cidrs: [cidr("192.0.2.0/24")] }]))).toEqual([]);
    expect(
      validateSystem(calling([{ ...bank, cidrs: [cidr("192.0.2.0/24"), cidr("10.1.0.0/16")] }])),
    ).toEqual([
      {
        path: "shop.services.api.egress[0].cidrs[1]",
        message:
          "10.1.0.0/16 holds addresses of 10.0.0.0/8, which is not the internet; list only the vendor's own",
      },
    ]);
    expect(validateSystem(calling([{ ...bank, cidrs: [] }]))).toEqual([
      {
        path: "shop.services.api.egress[0].cidrs",
        message: "is empty, so nothing could be reached; list some or leave it out",
      },
    ]);
  });
});

describe("somebody else's database", () => {
  const database = externalPostgres({
    version: 16,
    provider: "somebody",
    storage: gibibytes(1),
    connections: 1_000,
    recovery: { time: hours(1), point: hours(1) },
    pointInTimeRecovery: true,
    drill: [rowsIn("public.orders", 1)],
  });

  it("may be on a private network, and nowhere that no host is", () => {
    expect(validateSystem({ ...shop, database: { ...database, cidrs: [cidr("10.8.0.0/24")] } })).toEqual([]);
    expect(validateSystem({ ...shop, database: { ...database, cidrs: [cidr("0.0.0.0/0")] } })).toEqual([
      {
        path: "shop.database.cidrs[0]",
        message: "0.0.0.0/0 holds addresses of 0.0.0.0/8, where no database is; list only its own",
      },
    ]);
    expect(validateSystem({ ...shop, database: { ...database, cidrs: [] } })).toEqual([
      {
        path: "shop.database.cidrs",
        message: "is empty, so nothing could be reached; list some or leave it out",
      },
    ]);
  });
});
