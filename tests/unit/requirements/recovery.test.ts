import { describeRows } from "./row-table.ts";

const rehearsal = "e2e/recovery.e2e.test.ts";
const atlas = "unit/systems/atlas-ux.test.ts";
const crb = "unit/systems/crb-analyser.test.ts";

describeRows(
  "the rows on recovery, and on what CRB keeps",
  [
    "BDR-05",
    "BDR-07",
    "BDR-08",
    "BDR-14",
    "BDR-15",
    "BDR-16",
    "BDR-17",
    "BDR-18",
    "BDR-19",
    "CF-19",
    "CF-28",
    "CF-29",
    "SYS-13",
    "SYS-14",
  ],
  {
    "BDR-05": [
      [
        "unit/components/postgres-backups.test.ts",
        "the schedule has six fields, of which the first are seconds (BDR-05)",
      ],
      [rehearsal, "exactly the rows are there that were there at the moment, and the old cluster goes on"],
      [rehearsal, "pruning keeps what 30 days need, and nothing older (BDR-05)"],
    ],
    "BDR-07": [
      [atlas, "BDR-07: recovers the database in 1 h with 1 h lost, and files in 30 min with 24 h"],
      [rehearsal, "a primary that is killed loses what was not archived yet, and nothing before (BDR-07)"],
    ],
    "BDR-08": [
      ["unit/systems/odd-scenes.test.ts", "BDR-08: recovers in 30 min"],
      [
        rehearsal,
        "a cluster that was recovered has a past of its own, and its recovery is timed (BDR-08, BDR-10)",
      ],
    ],
    "BDR-14": [
      ["unit/components/delivery/repository.test.ts", "protects its default branch and the tags of versions"],
      ["unit/env-example.test.ts", "is the one that is committed; if not, run `make env-example`"],
      ["unit/model/validation/validate-repositories.test.ts", "every system says where its code is"],
      ["e2e/repository-copies.e2e.test.ts", "each repository can be cloned from what is fetched"],
    ],
    "BDR-15": [
      ["unit/observability/runbooks.test.ts", "are one for each alert, and none is left over (BDR-15)"],
      { elsewhere: "plans for the business come with the operations handbook" },
    ],
    "BDR-16": [
      [
        "e2e/lifecycle/killed-stores.ts",
        "data stores whose program is killed, and then whose pod goes, keep what they promised to keep",
      ],
      [
        "alerts/data-alerts.long.test.ts",
        "each alert fires in some course of events, and every system has one in which none does",
      ],
    ],
    "BDR-17": [
      [
        "policies/backups.test.ts",
        "allows a cluster that archives, is backed up, and has a place of its own",
      ],
      ["policies/backups.test.ts", "rejects two clusters that write to one place"],
      ["stacks/policies.test.ts", "makes %s fire, on one resource alone"],
      [
        "unit/model/validation/validate-transitions.test.ts",
        "comes before the file is deleted, and pays off until then",
      ],
      [
        "unit/buckets/declared-buckets.test.ts",
        "dumps go to a colder class where the stack says so, and nothing else does (BDR-17)",
      ],
      {
        elsewhere: "classes of storage are declared with a bucket, and set at its provider",
        page: "docs/decisions/0037-lifecycle-of-buckets.md",
      },
    ],
    "BDR-18": [
      [
        "unit/components/postgres-cluster.test.ts",
        "what a declaration leaves out is a primary with one standby",
      ],
      [
        "e2e/lifecycle/simulated-nodes.ts",
        "a lost node's pods come back elsewhere, and every service keeps its minimum",
      ],
      { elsewhere: "CloudNativePG fails over by itself, and was played here, not run" },
    ],
    "BDR-19": [[crb, "BDR-19: recovers as fast as the fastest of the others, with as little lost"]],
    "CF-19": [
      [
        "e2e/migrations.e2e.test.ts",
        "nobody but the role of the direct address runs exec_sql, whatever else it is given (CF-19)",
      ],
      [
        "e2e/database-roles.e2e.test.ts",
        "CRB's runner migrates as the owner, and exec_sql is nobody else's (CF-19)",
      ],
    ],
    "CF-28": [
      [
        "unit/capacity/peak-pods.test.ts",
        "every declared pool fits its store at the peak, by hand: Atlas 376, CRB 481 and 1,200, Odd 181 and 90 (SCL-12, CF-28)",
      ],
      [
        "e2e/redis.e2e.test.ts",
        "takes the connections that are declared, and each takes no more memory than is counted (CF-28)",
      ],
    ],
    "CF-29": [
      [
        "unit/observability/data-alerts.test.ts",
        "on the archive come before more is lost than may be, whatever the recovery point (BDR-07)",
      ],
      [rehearsal, "when a file of the log $says, it stops, and opens at no earlier moment"],
      [rehearsal, "exactly the rows are there that were there at the moment, and the old cluster goes on"],
      ["alerts/states.test.ts", "opens a ticket when data is not as safe as promised, and for nothing else"],
      {
        elsewhere: "of no loss at all there is no share; which minutes count as safe is a decision",
        page: "docs/decisions/0040-objectives-beyond-requests.md",
      },
    ],
    "SYS-13": [[crb, "SYS-13: keeps reports in Supabase Storage"]],
    "SYS-14": [[crb, "SYS-14: reports to Logfire and Sentry"]],
  },
);
