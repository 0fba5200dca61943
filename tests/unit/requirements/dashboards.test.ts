import { type Assertion, describeRows, numbered } from "./row-table.ts";

const boards = "unit/observability/boards.test.ts";
const used = "unit/observability/resources-and-costs.test.ts";
const rendered = "stacks/dashboards.test.ts";
const page = "docs/dashboards.md";

const services: Assertion = [boards, "draws rate, errors and p50, p95 and p99 of each service"];
const resources: Assertion = [used, "draws the use, the waiting and the errors of what pods run on"];
const database: Assertion = [boards, "draws connections, slow statements, table sizes and the use of pools"];
const business: Assertion = [boards, "draws what the programs tell of it (OBS-04, OBS-05, DSH-07)"];
const cost: Assertion = [used, "draws what language models take, and what is set aside and used"];
const watched: Assertion = [boards, "draws the seven metrics of Atlas with their target and the line"];
const there: Assertion = [boards, "are of each side of a system that it has, and of none in dev"];
const named: Assertion = [rendered, "is read by Prometheus, and names only metrics and labels"];
const inFolders: Assertion = [
  rendered,
  "are one a board, with a name that stays, in the folder of their system",
];
const causes: Assertion = [
  "unit/observability/watches.test.ts",
  "are of every service, without being declared: restarts, replicas, memory and CPU",
];

const rows = [...numbered("OBS", 5), "OBS-07", ...numbered("DSH", 10)];

describeRows("the rows on what is measured and shown", rows, {
  "OBS-01": [services, resources, named],
  "OBS-02": [services, database],
  "OBS-03": [resources, database, causes],
  "OBS-04": [business, cost],
  "OBS-05": [
    business,
    cost,
    ["unit/model/personal-data.test.ts", "is none of what investigations need"],
    {
      elsewhere: "the span and the event are the program's to make; the page has them with their fields",
      page: "docs/telemetry.md",
    },
  ],
  "OBS-07": [
    named,
    [rendered, "hold one dashboard each, under a file name that no other has"],
    ["e2e/lifecycle/paging/taken.ts", "Prometheus finds every pod by the stack's own monitors"],
  ],
  "DSH-01": [
    there,
    [rendered, "hold one dashboard each, under a file name that no other has"],
    [boards, "have an address of their own that stays, and that Grafana takes"],
  ],
  "DSH-02": [watched],
  "DSH-03": [[boards, "draws what is left of each error budget, and what its alerts go by (DSH-03)"]],
  "DSH-04": [
    cost,
    business,
    {
      elsewhere: "boards at vendors are made there by hand; the page has the queries for both",
      page: "docs/telemetry.md",
    },
  ],
  "DSH-05": [services, resources],
  "DSH-06": [database, ["alerts/database-page.test.ts", "reads every query of the page"]],
  "DSH-07": [business, cost],
  "DSH-08": [
    cost,
    [used, "draws what is spent against its budget (DSH-08)"],
    { elsewhere: "what the cloud itself costs is told by no exporter", page: "docs/dashboards.md" },
  ],
  "DSH-09": [
    inFolders,
    ["unit/observability/pictures.test.ts", "stand on the page about boards"],
    { elsewhere: "the page says who reads what, and any team may", page },
  ],
  "DSH-10": [{ elsewhere: "the page says where to read what is usual, and where its limit is", page }],
});
