import { type Assertion, describeRows, numbered } from "./row-table.ts";

const atlas = "unit/systems/atlas-ux.test.ts";
const crb = "unit/systems/crb-analyser.test.ts";
const odd = "unit/systems/odd-scenes.test.ts";
const freshness = "alerts/freshness.test.ts";
const states = "alerts/states.test.ts";
const addresses = "alerts/public-urls.test.ts";
const paces = "unit/model/burn-rate.test.ts";

const promised: Assertion = [atlas, "SLO-01…04: promises availability, latency, ticks and mail"];
const requests: Assertion = [
  "alerts/service-levels.long.test.ts",
  "pages when a budget burns, to the minute, and for nothing else",
];
const pages: Assertion = [
  "alerts/page-loads.test.ts",
  "pages when pages load slowly, to the minute, and for nothing else",
];
const eachOne: Assertion = [
  "alerts/every-objective.test.ts",
  "fires at the minute that follows from its target",
];
const spent: Assertion = ["alerts/every-objective.test.ts", "tells when a budget is nearly gone, and gone"];
const ticks: Assertion = [freshness, "pages when ticks are late or missing, to the minute"];
const computed: Assertion = [atlas, "CF-01: has an error budget of 0.5 %, computed"];
const byHand: Assertion = [paces, "of %d %% are written as they are worked out by hand"];

describeRows(
  "the rows on objectives and their budgets",
  ["OBS-19", "OBS-21", ...numbered("SLO", 6), "SLO-08", "SLO-09", "SLO-10", "SLO-32", "CF-01"],
  {
    "OBS-19": [ticks, [freshness, "ticks and mails are what the alerts speak of"]],
    "OBS-21": [pages, ["alerts/page-loads.test.ts", "users' page loads are what the rules go by"]],
    "SLO-01": [promised, requests, eachOne],
    "SLO-02": [promised, requests, eachOne],
    "SLO-03": [promised, ticks],
    "SLO-04": [promised, [freshness, "pages when mails are late or wait, to the minute"]],
    "SLO-05": [
      [states, "opens a ticket when data is not as safe as promised, and for nothing else"],
      [states, "nobody is woken for durability: what it is made of has alerts of its own"],
    ],
    "SLO-06": [computed, byHand, spent],
    "SLO-08": [
      [crb, "promises 99.9 %, pages in 2 s and reports in 2 min"],
      [states, "pages when a site is not reached from outside at two looks, and for nothing else"],
      pages,
      eachOne,
    ],
    "SLO-09": [
      [odd, "promises errors below 0.1 % and pages in 2 s"],
      pages,
      eachOne,
      {
        elsewhere:
          "no downtime at all leaves no budget to count: each is told by PublicUrlDown and ServiceDown",
        page: "docs/decisions/0040-objectives-beyond-requests.md",
      },
      {
        elsewhere: "how long people take to mend something, and to deploy, is no number of a running system",
        page: "docs/objectives.md",
      },
    ],
    "SLO-10": [{ elsewhere: "the page keeps the three apart, with an example", page: "docs/objectives.md" }],
    "SLO-32": [
      ["unit/observability/public-probes.test.ts", "is asked for every five minutes in %s"],
      [addresses, "tells of what users meet at a public address, and of nothing else"],
    ],
    "CF-01": [computed, byHand, [paces, "are those of the workbook, over 30 days"]],
  },
);
