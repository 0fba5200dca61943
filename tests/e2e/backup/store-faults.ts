import { join } from "node:path";
import { dumpUnder, type Fault } from "./fault.ts";
import { ObjectStore } from "./object-store.ts";
import { bucket, keys, type Rig } from "./rig.ts";

const MEBIBYTE = 1024 ** 2;
/** More than a part, so that some of the dump is in the store already. */
const MIDWAY = 8 * MEBIBYTE;

/** What goes wrong on the way to the store, and in it. */
export const storeFaults: readonly Fault[] = [
  {
    says: "there is no such bucket",
    strike: (rig) => dumpUnder(rig, { bucket: "nowhere" }),
    code: 1,
    told: /NoSuchBucket.*Create the bucket, or correct bucket\.name/,
    alert: "bucket down",
  },
  {
    says: "the store does not know the access key",
    strike: (rig) => dumpUnder(rig, { keys: { id: "AKIANOBODY", secret: keys.secret } }),
    code: 1,
    told: /InvalidAccessKeyId.*Renew AWS_ACCESS_KEY_ID/,
    alert: "bucket down",
  },
  {
    says: "the secret key is wrong",
    strike: (rig) => dumpUnder(rig, { keys: { id: keys.id, secret: "another-secret-of-the-tests" } }),
    code: 1,
    told: /SignatureDoesNotMatch.*Correct AWS_SECRET_ACCESS_KEY/,
    alert: "bucket down",
  },
  {
    says: "the credential is withdrawn while a dump is sent",
    strike: async (rig) => {
      const { ended } = await rig.dumpHeldAfter(MIDWAY);
      rig.store.removeUser(keys);
      rig.link.open();
      const struck = { ended: await ended, metrics: await rig.metrics() };
      rig.store.restoreUser(keys);
      return struck;
    },
    code: 1,
    told: /InvalidAccessKeyId.*Renew AWS_ACCESS_KEY_ID/,
    alert: "bucket down",
  },
  {
    says: "the store is out of reach",
    strike: async (rig) => {
      rig.link.cut();
      const struck = await dumpUnder(rig, {});
      rig.link.open();
      return struck;
    },
    code: 1,
    told: /bucket\.endpoint is up and can be reached/,
    alert: "bucket down",
  },
  {
    says: "the store goes away while a dump is sent",
    strike: async (rig) => {
      const { ended } = await rig.dumpHeldAfter(MIDWAY);
      rig.link.cut();
      const struck = { ended: await ended, metrics: await rig.metrics() };
      rig.link.open();
      return struck;
    },
    code: 1,
    told: /bucket\.endpoint is up and can be reached/,
    alert: "bucket down",
  },
  {
    says: "the program is killed while a dump is sent",
    strike: async (rig) => {
      const { process, ended } = await rig.dumpHeldAfter(MIDWAY);
      process.kill("SIGKILL");
      const struck = { ended: await ended };
      rig.link.open();
      return struck;
    },
    code: null,
    told: /^$/,
    alert: "backup late",
  },
  {
    says: "the program is told to stop while a dump is sent",
    strike: async (rig) => {
      const { process, ended } = await rig.dumpHeldAfter(MIDWAY);
      process.kill("SIGTERM");
      rig.link.breakOff();
      return { ended: await ended };
    },
    code: 1,
    told: /told to stop before the end/,
    alert: "run failed",
  },
  {
    says: "another run is at work",
    strike: async (rig) => {
      const first = await rig.dumpHeldAfter(MIDWAY);
      const ended = await rig.run(["dump"], { storePort: rig.store.port });
      rig.link.open();
      const { code } = await first.ended;
      if (code !== 0) throw new Error("the first run was disturbed by the second");
      return { ended };
    },
    code: 3,
    told: /another run works on shop/,
    alert: "run refused",
  },
];

/** A store whose disk is too small for the shop's dump, and holds one of a smaller database already. */
export const fullDisk: Fault = {
  says: "the store's disk is full",
  strike: async (rig: Rig) => {
    const store = await ObjectStore.start(rig.programs.store, join(rig.folder, "small-store"), "12m");
    try {
      store.addUser(keys, bucket);
      const there = { storePort: store.port };
      const earlier = await rig.dump({ ...there, database: "tiny" });
      const before = store.sums(bucket, "dev/shop");
      const struck = await dumpUnder(rig, there);
      const after = store.sums(bucket, "dev/shop");
      for (const [key, sum] of before)
        if (key.startsWith("backup_") && after.get(key) !== sum) throw new Error(`${key} was lost`);
      if (earlier.code !== 0 || before.size === 0) throw new Error(`there was no backup: ${earlier.said}`);
      if (store.unfinished(bucket).length > 0) throw new Error("parts of the dump stay on the full disk");
      return struck;
    } finally {
      await store.down();
    }
  },
  code: 1,
  told: /[Ff]ull/,
  alert: "run failed",
};
