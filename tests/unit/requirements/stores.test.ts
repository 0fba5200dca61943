import { describeRows, numbered, type RowTable } from "./row-table.ts";

const redis = "unit/components/redis.test.ts";
const real = "e2e/redis.e2e.test.ts";

/** Every row of the requirements on caches, and those on Redis, vector and object stores of other parts. */
const rows: RowTable = {
  "CAC-01": [
    ["unit/systems/atlas-ux.test.ts", "CAC-01: uses no Redis, since its queue is in PostgreSQL"],
    [real, "of $of starts as declared, and its probe finds it ready"],
    ["unit/components/secrets.test.ts", "take the address of a Redis that somebody else runs as it is"],
  ],
  "CAC-02": [
    {
      elsewhere:
        "browsers' and the CDN's caches come with static sites; Redis is the one between them and the database",
    },
  ],
  "CAC-03": [
    [
      "unit/systems/crb-analyser.test.ts",
      "SCL-12, CAC-03: opens 20 connections to the database and 50 to Redis in each process",
    ],
    [real, "takes the connections that are declared, and each takes no more memory than is counted (CF-28)"],
  ],
  "CAC-04": [
    [
      "e2e/redis-faults.e2e.test.ts",
      "that holds counters refuses writes when it is full, and throws none of them away (CAC-04)",
    ],
    ["unit/network-edge/validation.test.ts", "needs one that throws no count away"],
  ],
  "CAC-05": [
    [real, "lets an application clear what is a cache and nothing else (CAC-05)"],
    { elsewhere: "the runbook with the command", page: "docs/redis.md" },
  ],
  "CAC-06": [{ elsewhere: "CRB's code answers preflight requests; nothing here changes its headers" }],
  "CAC-07": [["e2e/static-sites.e2e.test.ts", "a built file that the client has is not sent again"]],
  "CAC-08": [{ elsewhere: "what is cached is the applications' code, which is not here" }],
  "CAC-09": [
    [redis, "takes a snapshot within an hour of any change, so each day has one (CAC-09)"],
    {
      elsewhere: "what Redis does with such a file, and how one is put back, stands in the runbook",
      page: "docs/redis.md",
    },
    ["e2e/snapshots-redis.e2e.test.ts", "a Redis starts from it with every key"],
  ],
  "CAC-10": [
    [redis, "an exporter that knows the monitor alone stands by each, but in dev"],
    ["e2e/lifecycle/redis-recovery.ts", "a Redis that is killed, or evicted, is back with every counter"],
  ],
  "CAC-11": [
    ["unit/components/secrets.test.ts", "compose the cache's address from its password, escaped"],
    ["unit/network/graph.test.ts", "lets through what is declared, and nothing else"],
  ],
  "BDR-06": [
    [
      "unit/model/validation/validate-object-store.test.ts",
      "has buckets with names that providers take, which keep what is deleted for a while (BDR-06)",
    ],
    [
      "unit/buckets/lifecycle-configuration.test.ts",
      "whatever is declared and valid, no rule takes a file away for good within the retention (BDR-06)",
    ],
    [
      "unit/catalogue.test.ts",
      "says of files whether they are copied, and where neither is done who has to act",
    ],
    [
      "unit/backup/bucket-snapshots.test.ts",
      "keeps a copy of each day for as long as the bucket's retention says",
    ],
    ["e2e/snapshots-buckets.e2e.test.ts", "a deleted upload is brought back with its type"],
  ],
  "SYS-16": [
    [redis, "Qdrant asks for a key, which its readers have by reference (SYS-16)"],
    ["e2e/snapshots-qdrant.e2e.test.ts", "every collection and alias comes back, byte for byte"],
    [
      "unit/observability/data-alerts.test.ts",
      "look at the StatefulSet of a Qdrant, and know none that somebody else runs",
    ],
    ["alerts/data-alerts.long.test.ts", "fires what should for $system, and nothing else"],
  ],
  "CF-20": [
    [
      "e2e/redis-replication.e2e.test.ts",
      "goes on with a replica when its primary is killed, and takes it back as a replica (CF-20)",
    ],
    ["stacks/replicated-redis.test.ts", "passes every policy"],
    ["e2e/lifecycle/redis-recovery.ts", "a Redis that is killed, or evicted, is back with every counter"],
    ["unit/network/edges.test.ts", "lead to somebody else's Redis, which has no exporter here"],
  ],
};

describeRows(
  "the rows on caches and other stores",
  [...numbered("CAC", 11), "BDR-06", "SYS-16", "CF-20"],
  rows,
);
