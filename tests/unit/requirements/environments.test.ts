import { type Assertion, describeRows, numbered } from "./row-table.ts";

const crb = "unit/systems/crb-analyser.test.ts";
const odd = "unit/systems/odd-scenes.test.ts";
const files = "unit/config/stack-files.test.ts";
const settings = "unit/components/settings.test.ts";
const template = "unit/env-example.test.ts";
const shapes = "unit/model/setting-shape.test.ts";
const separation = "unit/config/separation.test.ts";

const parity: Assertion = [
  "stacks/parity.test.ts",
  "staging and production have the same objects and differ in the allowed fields alone (ENV-03, POL-18)",
];
const ofEachTier: Assertion = [settings, "holds CRB's values of each tier (ENV-12…14)"];
const committed: Assertion = [template, "is the one that is committed; if not, run `make env-example`"];
const backEnd: Assertion = [
  crb,
  "ENV-15, ENV-16: gives the back end its 19 variables, API_BASE_URL and CORS_ORIGINS, and no other",
];
const everySettingFits: Assertion = [
  shapes,
  "says more than that it is a text, of every setting of the three systems",
];

describeRows(
  "the rows on environments and their variables",
  [...numbered("ENV", 18), ...numbered("ENV", 23, 20), "ENV-29", "ENV-31", "CF-10", "CF-25"],
  {
    "ENV-01": [
      [files, "gives every system the same services, images and stores (ENV-02)"],
      { elsewhere: "promotion from one tier to the next comes with delivery" },
    ],
    "ENV-02": [[files, "gives every system the same services, images and stores (ENV-02)"], parity],
    "ENV-03": [parity, ["unit/config/sizes.test.ts", "change nothing of $name but what they size (ENV-03)"]],
    "ENV-04": [
      [
        "stacks/goldens.test.ts",
        "do not depend on the order of registration: two renders are the same to the byte",
      ],
    ],
    "ENV-05": [
      [
        "stacks/goldens.test.ts",
        "are what the stack renders; if the change is meant, run `make goldens` and review the diff",
      ],
    ],
    "ENV-06": [["unit/readme.test.ts", "the README's system is valid, beside those that are there"]],
    "ENV-07": [
      {
        elsewhere:
          "a team's backend is its own choice, as docs/state.md has it; updates refuse to run without one",
      },
    ],
    "ENV-08": [
      [
        "e2e/lifecycle/dev.lifecycle.test.ts",
        "what somebody edits by hand is shown as drift and repaired by up",
      ],
    ],
    "ENV-09": [{ elsewhere: "decisions are records beside the code, in docs/decisions" }],
    "ENV-10": [["policies/metadata.test.ts", "tells all missing labels in one line"]],
    "ENV-11": [{ elsewhere: "Pulumi in TypeScript was chosen by whoever this is built for" }],
    "ENV-12": [ofEachTier],
    "ENV-13": [ofEachTier],
    "ENV-14": [ofEachTier],
    "ENV-15": [
      backEnd,
      [crb, "ENV-15: keeps what is secret secret, Brave and Tavily alone optional"],
      [crb, "ENV-15: makes SECRET_KEY 32 characters long"],
    ],
    "ENV-16": [backEnd, everySettingFits],
    "ENV-17": [
      [
        "e2e/secret-templates.e2e.test.ts",
        "refuse what does not fit, by name and form and without the value",
      ],
      [
        "e2e/secret-templates.e2e.test.ts",
        "refuse a live key in staging and a test key in production (ENV-17)",
      ],
      [
        "unit/components/configured-secrets.test.ts",
        "are held to their shapes, and a refusal shows nothing of them",
      ],
      [odd, "ENV-17: knows the shapes of its keys, live ones in production alone"],
    ],
    "ENV-18": [
      [
        template,
        "Odd Scenes' has the five that were asked for, empty, and those that other places add (ENV-18)",
      ],
      [odd, "ENV-18: has every secret of the template in its store"],
    ],
    "ENV-20": [
      [template, "holds no secret, and dev's value of everything else that is declared (ENV-20, SEC-07)"],
      ["e2e/secret-scan.e2e.test.ts", "refuses a file of environment variables that somebody forced in"],
    ],
    "ENV-21": [
      [settings, "is one for all four Atlas processes (ENV-21)"],
      [settings, "is named by what it holds: one value changes the name, the same values never do"],
    ],
    "ENV-22": [committed, [template, "has every variable that any of its programs reads, once"]],
    "ENV-23": [
      [
        "unit/systems/atlas-ux.test.ts",
        "SYS-01: is four back-end processes, one front end, one database and one object store",
      ],
      ["unit/systems/atlas-ux.test.ts", "SYS-07: keeps a place for the desktop build, which is no workload"],
    ],
    "ENV-29": [
      [separation, "is nothing, as %s's file stands"],
      [separation, "is refused of a bucket, and not of one that another service calls the same"],
    ],
    "ENV-31": [ofEachTier, everySettingFits],
    "CF-10": [
      [settings, "has nothing that only a build reads (CF-10)"],
      [crb, "§1.2, CF-10: tells the page the API's address when it runs"],
    ],
    "CF-25": [
      [separation, "is refused where dev would write to staging's data (CF-25)"],
      [
        separation,
        "is refused where staging points at a host of production's, whichever service has it there",
      ],
    ],
  },
);
