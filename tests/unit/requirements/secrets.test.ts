import { type Assertion, describeRows } from "./row-table.ts";

const crb = "unit/systems/crb-analyser.test.ts";
const engine = "e2e/leaks.e2e.test.ts";
const renders = "stacks/leaks.test.ts";

const versions: Assertion = [
  "unit/components/secrets.test.ts",
  "are one for each version in force, by environment, system and secret (SEC-02)",
];

describeRows(
  "the rows on what is secret",
  [
    "SEC-01",
    "SEC-03",
    "SEC-06",
    "SEC-08",
    "SEC-09",
    "SEC-10",
    "SEC-13",
    "SEC-14",
    "SEC-16",
    "SEC-18",
    "SEC-19",
  ],
  {
    "SEC-01": [
      [renders, "all of a resource that the engine is not told to encrypt"],
      ["unit/components/settings.test.ts", "have secrets by reference alone, named by version"],
      ["unit/components/configured-secrets.test.ts", "have no place in production"],
      ["e2e/secret-scan.e2e.test.ts", "this repository's whole history holds no secret"],
    ],
    "SEC-03": [versions, ["unit/config/separation.test.ts", "is nothing, as %s's file stands"]],
    "SEC-06": [
      [engine, "what the update prints"],
      [
        "e2e/lifecycle/live-secrets.ts",
        "no value of a live Secret stands in the state, its backups or its history",
      ],
      [
        "e2e/configured-leaks.e2e.test.ts",
        "the stack's file, the state, its backups and its history, where each stands encrypted",
      ],
      [
        "unit/components/configured-secrets.test.ts",
        "are held to their shapes, and a refusal shows nothing of them",
      ],
      [engine, "the preview of all of dev, with --diff, as JSON, and as every event of it"],
      ["stacks/refusal-leaks.test.ts", "shows nothing of a secret that stands there as the whole of it"],
    ],
    "SEC-08": [[crb, "ENV-15: keeps what is secret secret, Brave and Tavily alone optional"]],
    "SEC-09": [
      ["unit/systems/odd-scenes.test.ts", "ENV-18: has every secret of the template in its store"],
      { elsewhere: "keys of CI belong to the platforms that this takes the place of" },
    ],
    "SEC-10": [["unit/components/settings.test.ts", "is one for all four Atlas processes (ENV-21)"]],
    "SEC-13": [
      ["unit/components/delivery/repository.test.ts", "protects its default branch and the tags of versions"],
      { elsewhere: "people's accounts are listed beside the on-call rota", page: "docs/secrets.md" },
    ],
    "SEC-14": [
      ["unit/backup/secret-snapshots.test.ts", "each Secret that there is, is copied"],
      ["unit/backup/secret-snapshots.test.ts", "what opens copies of Secrets is with people"],
      ["e2e/snapshots-files.e2e.test.ts", "every key of every Secret comes back"],
      ["e2e/snapshots-files.e2e.test.ts", "nothing of a value is told, and nothing of it lies in the store"],
    ],
    "SEC-16": [
      ["stacks/least-privilege.test.ts", "no role has any right to Secrets, to all kinds or to everything"],
      {
        elsewhere: "who read one is in the logs of the store and of the API server",
        page: "docs/secrets.md",
      },
    ],
    "SEC-18": [
      [
        "unit/network-edge/rows.test.ts",
        "CRB's code is told the one origin that it allows with credentials (SEC-18)",
      ],
    ],
    "SEC-19": [["e2e/lifecycle/edge/edge.ts", "rate limits: one count for all replicas of the gateway"]],
  },
);
