import { describe, expect, it } from "vitest";
import { lifecycle } from "../../../../model/lifecycle.ts";
import { objectStore } from "../../../../model/object-store.ts";
import { Bytes } from "../../../../model/quantities/bytes.ts";
import { days, hours, seconds } from "../../../../model/quantities/duration.ts";
import { thirdParty } from "../../../../model/third-party.ts";
import { validateObjectStore } from "../../../../model/validation/validate-object-store.ts";
import { api, shop, shopWith } from "../declared-shop.ts";

const party = thirdParty({ name: "vendor", purpose: "storage", host: "vendor.example", keys: {} });
const store = objectStore({
  party,
  keyVariable: "API_KEY",
  buckets: { uploads: { holds: "files", retention: days(30) } },
  recovery: { time: hours(1), point: hours(24) },
});
const reaching = shopWith({ api: { ...api, egress: [party] } });
const problems = (given: Partial<typeof store>) =>
  validateObjectStore({ ...reaching, objectStore: { ...store, ...given } });

describe("an object store", () => {
  it("has a key among the secrets, which is read by what reaches it", () => {
    expect(problems({})).toEqual([]);
    expect(validateObjectStore(shop)).toEqual([]);
    for (const keyVariable of ["LOG_LEVEL", "NONE"])
      expect(problems({ keyVariable })).toEqual([
        {
          path: "shop.objectStore.keyVariable",
          message: `"${keyVariable}" is not a secret of shop.variables; declare it there`,
        },
      ]);
    expect(validateObjectStore({ ...shop, objectStore: store })).toEqual([
      {
        path: "shop.objectStore.keyVariable",
        message:
          'nothing that reads "API_KEY" may reach vendor; list it in the egress of a service that does',
      },
    ]);
  });

  it("has buckets with names that providers take, which keep what is deleted for a while (BDR-06)", () => {
    expect(problems({ buckets: {} })).toMatchObject([{ path: "shop.objectStore.buckets" }]);
    const bucket = { holds: "files", retention: days(1) };
    for (const name of ["Uploads", "a", "up_loads", "-up"])
      expect(problems({ buckets: { [name]: bucket } }), name).toMatchObject([
        { path: `shop.objectStore.buckets.${name}` },
      ]);
    expect(problems({ buckets: { uploads: { ...bucket, retention: seconds(0) } } })).toEqual([
      {
        path: "shop.objectStore.buckets.uploads.retention",
        message: "0s keeps nothing that was deleted by mistake; give a longer span",
      },
    ]);
  });

  it("is copied from one of the system's external hosts, in a region, under a name that has room (BDR-12)", () => {
    const copies = { host: "cdn", path: "/storage/v1/s3", region: "eu-central-1" };
    expect(problems({ copies })).toEqual([]);
    const wrong = { host: "none", path: "storage/", region: "", sample: Bytes.of(1, "Ki") };
    expect(problems({ copies: wrong }).map(({ path }) => path)).toEqual(
      ["host", "path", "region", "sample"].map((field) => `shop.objectStore.copies.${field}`),
    );
    expect(problems({ copies: wrong })[0]?.message).toBe('"none" is not one of externalHosts: cdn');
    const bucket = { holds: "files", retention: days(1) };
    for (const name of ["files.of.users", "a".repeat(29)]) {
      expect(problems({ buckets: { [name]: bucket } }), name).toEqual([]);
      expect(problems({ buckets: { [name]: bucket }, copies }), name).toMatchObject([
        { path: `shop.objectStore.buckets.${name}` },
      ]);
    }
  });

  it("has buckets with a lifecycle that its provider and its recovery time allow", () => {
    const archived = lifecycle({ rules: [{ prefix: "", colder: [{ to: "GLACIER", after: days(0) }] }] });
    const buckets = { uploads: { holds: "files", retention: days(1), lifecycle: archived } };
    expect(problems({ buckets })).toMatchObject([
      { path: "shop.objectStore.buckets.uploads.lifecycle.rules[0].colder[0].to" },
    ]);
    expect(problems({ buckets, recovery: { time: hours(6), point: hours(24) } })).toEqual([]);
    expect(problems({ buckets, lifecycles: false })).toMatchObject([
      { path: "shop.objectStore.buckets.uploads.lifecycle" },
    ]);
    const locked = { uploads: { holds: "files", retention: days(1), lock: days(1) } };
    expect(problems({ buckets: locked, versions: false })).toMatchObject([
      { path: "shop.objectStore.buckets.uploads.lock" },
    ]);
  });
});
