import { describeRows } from "./row-table.ts";

const scan = "e2e/secret-scan.e2e.test.ts";
const rotation = "e2e/passphrase-rotation.e2e.test.ts";
const literals = "policies/literal-secrets.test.ts";
const privilege = "stacks/least-privilege.test.ts";

describeRows(
  "the rows on the repository, and on who may read a secret",
  ["SEC-04", "SEC-05", "SEC-07", "SEC-12", "SEC-15", "POL-10", "POL-20"],
  {
    "SEC-04": [
      [rotation, "opens the state, the old one no longer does, and nothing of it is written in plain"],
      ["alerts/secret-alerts.test.ts", "fires what should, and nothing else"],
      [
        "unit/observability/secret-alerts.test.ts",
        "are of every system that has them out of a store, and of none in dev (SEC-04)",
      ],
      [
        "e2e/password-change.e2e.test.ts",
        "of two logins in turn nobody is refused, and both may the same (SEC-04)",
      ],
      {
        elsewhere: "the interval is a decision, and people replace what third parties issue",
        page: "docs/decisions/0032-age-of-secrets.md",
      },
    ],
    "SEC-05": [
      [privilege, "no role has any right to Secrets, to all kinds or to everything"],
      [privilege, "a pod has a token of its ServiceAccount just where that has a right"],
      [privilege, "two workloads never share a ServiceAccount"],
      [
        "unit/components/cloud-identities.test.ts",
        "names each on the ServiceAccount alone, which still gives no token of the cluster's",
      ],
      ["policies/roles.test.ts", "refuses one that reads any Secret, and lets one pass that names which"],
    ],
    "SEC-07": [
      [scan, "refuses a key, names its place and its rule, and does not print it"],
      [scan, "refuses a file of environment variables that somebody forced in"],
      [scan, "lets a clean commit pass, and one that takes a key out"],
    ],
    "SEC-12": [
      [scan, "a secret of any shape, of each system and environment, is found by its rule"],
      [scan, "this repository's whole history holds no secret"],
      [scan, "what can't be looked through is no success"],
    ],
    "SEC-15": [{ elsewhere: "a leak is for people to act on, in this order", page: "docs/secrets.md" }],
    "POL-10": [
      [literals, "finds one in any container of a $type, at its exact path"],
      [literals, "finds it in ConfigMaps, annotations and objects of any other kind"],
      ["stacks/policies.test.ts", "makes %s fire, on one resource alone"],
      ["unit/config/clear-secrets.test.ts", "is refused at %s, and not shown"],
      ["unit/secret-forms.test.ts", "tell every key of every system and environment"],
    ],
    "POL-20": [
      [scan, "$what is found by $rule"],
      [scan, "this repository's whole history holds no secret"],
    ],
  },
);
