import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { externalPostgres } from "../../../model/database.ts";
import { madeUpPair } from "../../e2e/operators/external-secrets/drill-identity.ts";
import { database, shop } from "../model/declared-shop.ts";
import { configured, parsedShop, refusal, refusalOf } from "./configured-shop.ts";

const key = "slipway:environment.dumps";
const [first, second] = ["one", "two"].map((name) => madeUpPair(name).recipient) as [string, string];
const pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";

describe("where dumps go", () => {
  it("is a bucket at another provider, and two who can open what lies there (BDR-01)", () => {
    const { dumps } = parsedShop("production", {
      "dumps.recipients": [first, second],
      "dumps.certificateAuthority": pem,
    });
    expect(dumps?.bucket).toBe("shop-dumps");
    expect(dumps?.endpoint.url).toBe("https://s3.example.net");
    expect(dumps?.recipients.map(String)).toEqual([first, second]);
    expect(dumps?.certificateAuthority).toBe(pem);
  });

  it.each([-1, 24, 3.5, "3"])("begins at no hour such as %j", (hour) => {
    const problems = refusalOf("staging", { "dumps.hour": hour });
    expect(problems.map(({ path }) => path)).toEqual([`${key}.hour`]);
    expect(problems[0]?.message).toContain(JSON.stringify(hour));
    expect(problems[0]?.message).toContain("a number from 0 to 23");
  });

  it.each(["29d", "745h", "soon", 30])("goes to no colder class at %j", (coldAfter) => {
    const problems = refusalOf("staging", { "dumps.coldAfter": coldAfter });
    expect(problems.map(({ path }) => path)).toEqual([`${key}.coldAfter`]);
    expect(problems[0]?.message).toContain(String(coldAfter));
  });

  it("goes to a colder class at an age, where that is said (BDR-17)", () => {
    expect(parsedShop("staging").dumps?.coldAfter).toBeUndefined();
    expect(parsedShop("staging", { "dumps.coldAfter": "30d" }).dumps?.coldAfter?.toString()).toBe("30d");
  });

  it("must be said wherever a system has a database, and nowhere else", () => {
    const missing = {
      path: key,
      message:
        "missing; give where dumps go, with: bucket, endpoint, region, cidrs, recipients, secretRecipients, certificateAuthority, hour, coldAfter",
    };
    expect(refusalOf("staging", { dumps: undefined })).toEqual([missing]);
    expect(refusalOf("production", { dumps: undefined })).toEqual([missing]);
    expect(parsedShop("dev").dumps).toBeUndefined();
    expect(refusalOf("dev", { dumps: {} })[0]?.message).toMatch(/^unknown key "dumps"/);
  });

  it("must be said for a database that somebody else runs, which the platform backs up in no other way", () => {
    const { kind, ...given } = database;
    expect(kind).toBe("platform");
    const managed = {
      ...shop,
      database: externalPostgres({ ...given, provider: "somebody", pointInTimeRecovery: true }),
    };
    const values = {
      "systems.shop.secrets.versions.DATABASE_URLS": "3",
      "systems.shop.secrets.versions.DATABASE_PASSWORD": undefined,
      "systems.shop.secrets.versions.BACKUP_CREDENTIALS": undefined,
      backups: undefined,
    };
    const systems = [managed];
    expect(
      parseEnvironment(systems, "staging", configured("staging", values)).dumps?.recipients,
    ).toHaveLength(2);
    const lacking = configured("staging", { ...values, dumps: undefined });
    expect(refusal("staging", lacking, { systems }).map(({ path }) => path)).toEqual([key]);
  });

  it.each([
    ["https://s3.example.com", "https://s3.example.com", "example.com"],
    ["https://s3.eu-central-1.amazonaws.com", "https://s3.us-east-1.amazonaws.com", "amazonaws.com"],
    ["https://one.store.co.uk", "https://two.store.co.uk:9000", "store.co.uk"],
    ["https://192.0.2.1", "https://192.0.2.1:9000", "192.0.2.1"],
  ])("is not %s where backups go to %s", (dumps, backups, provider) => {
    expect(refusalOf("staging", { "dumps.endpoint": dumps, "backups.endpoint": backups })).toEqual([
      {
        path: `${key}.endpoint`,
        message: `"${dumps}" and the backups' "${backups}" are both ${provider}'s, and what it loses is lost twice; give another provider's`,
      },
    ]);
  });

  it.each([
    ["https://one.co.uk", "https://two.co.uk"],
    ["https://192.0.2.1", "https://198.51.100.1"],
    ["https://s3.example.com", "https://s3.example.com.evil.example.org"],
  ])("may be %s where backups go to %s", (dumps, backups) => {
    expect(refusalOf("staging", { "dumps.endpoint": dumps, "backups.endpoint": backups })).toEqual([]);
  });

  it("is opened by two identities at the least, so that the loss of one loses nothing", () => {
    for (const given of [[], [first], [first, first]]) {
      const [problem, ...others] = refusalOf("staging", { "dumps.recipients": given });
      expect(others).toEqual([]);
      expect(problem?.path).toBe(`${key}.recipients`);
      expect(problem?.message).toMatch(/^names [01] of them, and whoever loses the last identity loses all/);
    }
    expect(refusalOf("staging", { "dumps.recipients": "age1" })[0]?.message).toContain("is not a list");
    expect(refusalOf("staging", { "dumps.recipients": undefined })[0]?.message).toMatch(/^missing; give/);
  });

  it("opens copies of Secrets to people alone: the drill's identity is in the cluster (SEC-14)", () => {
    expect(parsedShop("staging").dumps?.secretRecipients).toHaveLength(1);
    const both = { "dumps.recipients": [first, second], "dumps.secretRecipients": [second, first] };
    expect(refusalOf("staging", both)).toEqual([
      {
        path: `${key}.secretRecipients`,
        message: expect.stringMatching(/^names all of recipients, .*leave the drill's out$/) as string,
      },
    ]);
    for (const [given, message] of [
      [[], /^names nobody/],
      ["age1", /is not a list/],
      [undefined, /^missing; give public keys of age that people hold/],
    ] as const) {
      const [problem] = refusalOf("staging", {
        "dumps.secretRecipients": typeof given === "object" ? [...given] : given,
      });
      expect(problem?.path).toBe(`${key}.secretRecipients`);
      expect(problem?.message).toMatch(message);
    }
  });

  it("names the recipient that is none, and shows no secret key", () => {
    const { identity } = madeUpPair("canary");
    const [problem] = refusalOf("staging", { "dumps.recipients": [first, identity] });
    expect(problem?.path).toBe(`${key}.recipients.1`);
    expect(problem?.message).toContain('"AGE-SECRET-KEY-…" is not a public key of age');
    expect(problem?.message).not.toContain(identity.slice(20, 40));
  });

  it.each([
    ["", /^is empty|is no certificate/],
    ["MA==", /^is no certificate in PEM/],
    [`${pem}-----BEGIN PRIVATE KEY-----\ncanary`, /^holds a private key/],
  ])("takes no certificate such as %j", (certificateAuthority, message) => {
    const problems = refusalOf("staging", { "dumps.certificateAuthority": certificateAuthority });
    expect(problems[0]?.path).toBe(`${key}.certificateAuthority`);
    expect(problems[0]?.message).toMatch(message);
    expect(JSON.stringify(problems)).not.toContain("canary");
  });
});
