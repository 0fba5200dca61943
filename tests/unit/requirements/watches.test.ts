import { type Assertion, describeRows } from "./row-table.ts";

const figures = "unit/observability/watches.test.ts";
const played: Assertion = [
  "alerts/watches/watches.long.test.ts",
  "tells of $about when it should, and of nothing else",
];
const each: Assertion = ["alerts/watches/watches.long.test.ts", "each alert fires in some course of events"];
const atlas: Assertion = [figures, "of Atlas UX has its targets and its alerts"];
const tickets: Assertion = [figures, "are tickets, but for what users notice"];
const causes: Assertion = [figures, "are of every service, without being declared"];
const money: Assertion = [figures, "of Odd Scenes are payments, pools and costs within its budget"];
const crb: Assertion = [figures, "of CRB Analyser follows from what it promises"];

describeRows(
  "the rows on what is watched beside objectives",
  [
    "OBS-06",
    "OBS-17",
    "OBS-18",
    "SLO-11",
    "SLO-12",
    "SLO-13",
    "SLO-14",
    "SLO-15",
    "SLO-16",
    "SLO-17",
    "SLO-18",
    "SLO-28",
    "SLO-29",
    "SLO-30",
    "CST-03",
    "CF-14",
    "CF-26",
    "CF-27",
    "CF-30",
  ],
  {
    "OBS-06": [atlas],
    "OBS-17": [
      {
        elsewhere:
          "pages of third parties are named with each system; what they do to it is seen in its own numbers",
        page: "docs/decisions/0043-watch-list.md",
      },
    ],
    "OBS-18": [atlas, played],
    "SLO-11": [atlas, played],
    "SLO-12": [atlas, played],
    "SLO-13": [atlas, played],
    "SLO-14": [atlas, played],
    "SLO-15": [atlas, played],
    "SLO-16": [atlas, played],
    "SLO-17": [atlas, played, [figures, "goes by the limits of its environment"]],
    "SLO-18": [causes, each],
    "SLO-28": [money, played],
    "SLO-29": [crb],
    "SLO-30": [crb, tickets, played],
    "CST-03": [
      money,
      {
        elsewhere: "what the cloud itself costs is told by no part of the contract, and is not measured",
        page: "docs/decisions/0043-watch-list.md",
      },
    ],
    "CF-14": [atlas],
    "CF-26": [[figures, "go by what programs count and the cluster tells, and by no line of a log"]],
    "CF-27": [tickets],
    "CF-30": [tickets, atlas],
  },
);
