import { type Assertion, describeRows, numbered } from "./row-table.ts";

const watched = "e2e/database-watch.e2e.test.ts";
const page = "alerts/database-page.test.ts";
const alerted = "alerts/data-alerts.long.test.ts";
const migrated = "e2e/migrations.e2e.test.ts";
const job = "unit/migrations/migration-job.test.ts";
const declared = "unit/systems/migrations.test.ts";
const pooled = "e2e/pooler.e2e.test.ts";
const roles = "e2e/database-roles.e2e.test.ts";
const shared = "policies/databases.test.ts";

const ownPlaces: Assertion = [
  "unit/components/postgres-backups.test.ts",
  "no two databases of %s keep their backups in one place",
];
const oneSystem: Assertion = ["stacks/policies.test.ts", "find nothing that would stop a preview"];
const fourProcesses: Assertion = [shared, "as Atlas' four processes are (CF-11)"];
const tables: Assertion = [watched, "tables are told by size, with what their indexes and dead rows take"];
const atThePage = "docs/database-watch.md";

/** The rows on data that are held by now. */
const rows = [...numbered("DB", 21), "OBS-20", "POL-11", "POL-14", "CF-11"];

describeRows("the rows on databases", rows, {
  "DB-01": [
    ["unit/backup/backup-image.test.ts", "it has the client programs of every declared version"],
    ["unit/systems/odd-scenes.test.ts", "is three services, PostgreSQL 16, Redis 7 and a vector store"],
    [watched, "is of PostgreSQL 16.14, as a role that may read statistics and nothing else"],
  ],
  "DB-02": [
    ownPlaces,
    [shared, "allows each system a database of its own, under the same names in its own namespace"],
    oneSystem,
  ],
  "DB-03": [
    ownPlaces,
    [
      "unit/components/secrets.test.ts",
      "are one for each version in force, by environment, system and secret",
    ],
  ],
  "DB-04": [
    [declared, "Atlas migrates by Prisma, which applies what is there and makes nothing new (DB-04)"],
  ],
  "DB-05": [
    [declared, "Odd Scenes migrates by Drizzle, which applies what is there and makes nothing new (DB-05)"],
  ],
  "DB-06": [
    [
      declared,
      "CRB migrates by its own program, in the image of its backend, after the bootstrap (DB-06, DB-08)",
    ],
    [migrated, "nobody but the role of the direct address runs exec_sql, whatever else it is given (CF-19)"],
    [roles, "CRB's runner migrates as the owner, and exec_sql is nobody else's (CF-19)"],
  ],
  "DB-07": [
    [
      migrated,
      "a version runs once, also when two come at once, and is recorded with what it did or not at all",
    ],
  ],
  "DB-08": [
    [job, "is a Job named by its image, which stays, and which ends when its time is over (DB-08)"],
    [job, "waits for the database, and every service and site waits for it"],
    [migrated, "a session is held to its time-outs by either way of telling them (DB-08)"],
  ],
  "DB-09": [
    [migrated, "three times over, the bootstrap changes nothing after the first (DB-09)"],
    [migrated, "four at once in an empty database all end well"],
  ],
  "DB-10": [
    ["unit/migrations/contract.test.ts", "a release that takes something away is marked by its digest"],
    [
      "e2e/contract-migrations.e2e.test.ts",
      "past a release that took something away nothing older comes back",
    ],
  ],
  "DB-11": [
    ["unit/components/pooler.test.ts", "a pooler stands before the primary, in transaction mode"],
    [pooled, "more clients than sessions queue, and all are answered (DB-11)"],
    ["e2e/lifecycle/pooled-database.ts", "the pooled address leads through a real PgBouncer to the database"],
  ],
  "DB-12": [
    [watched, "connections are counted, against those that can be opened (DB-12)"],
    [page, "tells the share of connections in use, of each instance (DB-12)"],
    [alerted, "fires what should for $system, and nothing else"],
    ["unit/observability/data-alerts.test.ts", "hold a pooler's sessions against what it is set to (DB-12)"],
  ],
  "DB-13": [
    [
      "stacks/read-replicas.test.ts",
      "is read by an address of its own, of the standbys, as the role that reads",
    ],
    [
      "unit/model/validation/validate-read-replicas.test.ts",
      "are enough when a failover has taken one of them, whatever their number",
    ],
    {
      elsewhere: "no system reads what may be old yet; which user's rows are where is the application's",
      page: "docs/decisions/0028-redis-and-read-replicas.md",
    },
  ],
  "DB-14": [
    [watched, "the longest query that runs is seen, and its age grows (DB-14)"],
    [watched, "statements go by number, the costliest first, and their text stays in the database (DB-14)"],
    tables,
  ],
  "DB-15": [
    [watched, "time is counted that is spent on statements, and in transactions that do nothing"],
    {
      elsewhere: "the wait for a connection and the way back are known to the application alone",
      page: "docs/applications.md",
    },
  ],
  "DB-16": [
    tables,
    { elsewhere: "the indexes themselves are the applications' migrations", page: atThePage },
  ],
  "DB-17": [
    tables,
    { elsewhere: "what may be archived or deleted is known to the application alone", page: atThePage },
  ],
  "DB-18": [
    [
      "unit/components/pooler.test.ts",
      "who waits for a session is told so before the gateway gives the request up",
    ],
    [pooled, "an exhausted pool fails cleanly, and works again after (DB-18)"],
  ],
  "DB-19": [
    [page, "tells when a database %s (DB-19)"],
    [alerted, "fires what should for $system, and nothing else"],
  ],
  "DB-20": [
    ["unit/config/clusters-and-secrets.test.ts", "are generated in dev, so no store is named there"],
    ["unit/components/secrets.test.ts", "compose a database's addresses from its owner's password, escaped"],
    ["stacks/leaks.test.ts", "files of make render"],
  ],
  "DB-21": [
    ["e2e/lifecycle/migrations.ts", "a migration that fails leaves the old pods serving"],
    {
      elsewhere: "what a person does when one fails, waits or forbids to go back",
      page: "docs/migrations.md",
    },
  ],
  "OBS-20": [
    [watched, "has the declared columns, in order and type"],
    [page, "the page asks each of our queries, and for no metric of ours that is not there"],
  ],
  "POL-11": [
    ["policies/alerts.test.ts", "rejects an alert with %s"],
    [
      "unit/observability/alert-rule-spec.test.ts",
      "says whose it is, how urgent, and where to read on (POL-11)",
    ],
    ["unit/observability/runbooks.test.ts", "are one for each alert, and none is left over (BDR-15)"],
  ],
  "POL-14": [
    [shared, "says where, what, why and how to fix it, and shows no address"],
    [shared, "finds one entry of a secret store that two systems read"],
    oneSystem,
  ],
  "CF-11": [
    fourProcesses,
    [roles, "the application changes no schema, makes nobody, and sees nothing of what releases wrote down"],
    ["unit/components/database-roles.test.ts", "in %s by services and tasks as the application"],
  ],
});
