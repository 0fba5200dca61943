import { type Assertion, describeRows } from "./row-table.ts";

const jobs = "unit/backup/dump-jobs.test.ts";
const real = "e2e/backup.e2e.test.ts";
const onNode: Assertion = [
  "e2e/lifecycle/dumps.ts",
  "dumps: the nightly job dumps into another provider's store, and the drill restores it",
];
const eachNight: Assertion = [jobs, "runs each night, never two at once"];
const comesBack: Assertion = [real, "what is dumped comes back, every row of it, and the drill agrees"];
const aYear: Assertion = [real, "a year of daily"];
const repositories: Assertion = [
  "e2e/repository-copies.e2e.test.ts",
  "each repository can be cloned from what is fetched, every ref as it was",
];
const nightlyBackup: Assertion = [
  "unit/components/postgres-backups.test.ts",
  "of %s archives, is backed up each night, and is asked for metrics",
];

describeRows(
  "the rows on backups that dumps hold",
  ["BDR-01", "BDR-02", "BDR-03", "BDR-04", "BDR-09", "BDR-10", "BDR-11", "BDR-12", "BDR-13", "CF-12"],
  {
    "BDR-01": [
      ["unit/config/dumps.test.ts", "is a bucket at another provider, and two who can open what lies there"],
      ["unit/config/dumps.test.ts", "is not %s where backups go to %s"],
      eachNight,
      onNode,
    ],
    "BDR-02": [
      eachNight,
      nightlyBackup,
      {
        elsewhere: "the log holds every change since the last base backup, which is less than a differential",
        page: "docs/decisions/0016-recovery.md",
      },
    ],
    "BDR-03": [
      eachNight,
      ["unit/backup/snapshot-jobs.test.ts", "copies the store each night, an hour after the dump"],
      ["e2e/snapshots-redis.e2e.test.ts", "a copy is a file that Redis takes for whole"],
      ["e2e/snapshots-qdrant.e2e.test.ts", "every collection and alias comes back, byte for byte"],
      [
        "unit/components/vector-store.test.ts",
        "Qdrant makes and keeps snapshots on a volume of their own, and nothing of them beside its data (BDR-03)",
      ],
      repositories,
    ],
    "BDR-04": [aYear],
    "BDR-09": [eachNight, onNode, [real, "a backup opens with programs that anybody has"]],
    "BDR-10": [
      comesBack,
      onNode,
      [jobs, "runs each month and holds what it finds against what is declared"],
      ["e2e/backup-roles.e2e.test.ts", "is not restored into a server that lacks a role: nothing is written"],
    ],
    "BDR-11": [
      comesBack,
      [jobs, "runs each month and holds what it finds against what is declared"],
      ["unit/model/validation/validate-dumps.test.ts", "every database of the three systems says"],
      [jobs, "looks for a canary that migrations keep"],
      [
        "e2e/backup-canary.e2e.test.ts",
        "the first migration makes it, and the drill of the next dump finds it",
      ],
      ["e2e/backup-roles.e2e.test.ts", "fails its drill while a role of a policy is not declared"],
      ["unit/backup/drill-roles.test.ts", "makes the roles that its cluster has"],
      ["unit/backup/snapshot-drills.test.ts", "reads the newest copy each month"],
      ["e2e/snapshots-redis.e2e.test.ts", "the drill reads the newest copy as a restore would"],
      ["e2e/snapshots-qdrant.e2e.test.ts", "the drill finds all collections in the newest copy"],
      ["e2e/snapshots-buckets.e2e.test.ts", "a content that was changed in the store is given out to nobody"],
    ],
    "BDR-12": [
      eachNight,
      ["unit/backup/secret-snapshots.test.ts", "each Secret that there is, is copied"],
      ["e2e/snapshots-files.e2e.test.ts", "every key of every Secret comes back"],
      ["unit/backup/bucket-snapshots.test.ts", "copies what is new each night, with a key that only reads"],
      ["e2e/snapshots-buckets.e2e.test.ts", "every file comes back, by a key that may only read"],
    ],
    "BDR-13": [
      [jobs, "are served all the time, and Prometheus asks for them"],
      ["alerts/data-alerts.long.test.ts", "fires what should for $system, and nothing else"],
      ["alerts/data-alerts.long.test.ts", "each alert fires in some course of events"],
    ],
    "CF-12": [
      ["unit/config/backups.test.ts", "can't be an hour where there is a dump a day and nothing else"],
      aYear,
      eachNight,
    ],
  },
);
