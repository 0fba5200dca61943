import { type Assertion, describeRows, numbered } from "./row-table.ts";

const routes = "alerts/alert-routing.test.ts";
const rule = "unit/observability/alert-rule-spec.test.ts";
const receivers = "unit/config/receivers.test.ts";
const links = "unit/config/alert-links.test.ts";
const pages = "unit/observability/runbooks.test.ts";
const rendered = "stacks/alerts.test.ts";
const tool = "unit/tools/alertmanager.test.ts";
const paging = "e2e/lifecycle/paging/paging.ts";
const page = "docs/alerts.md";

const table: Assertion = [rule, "in %s, about a %s part, that asks for %j, is a %s (CF-05)"];
const asked: Assertion = [routes, "each alert of production says its priority, and asks for what"];
const taken: Assertion = [routes, "takes every alert of %s to whom it belongs"];
const woken: Assertion = [routes, "tells who is woken what is wrong, with the numbers and the page"];
const read: Assertion = [receivers, "are read with what they leave out filled in (SLO-21, SLO-27)"];
const arrives: Assertion = [paging, "the page arrives with its runbook, its severity and the numbers"];

describeRows("the rows on who is told of what", [...numbered("SLO", 27, 19), "SLO-31", "CF-05"], {
  "SLO-19": [asked, table],
  "SLO-20": [asked, table, woken],
  "SLO-21": [taken, read, [routes, "says so of each urgency by amtool too"]],
  "SLO-22": [
    [
      "unit/observability/watches.test.ts",
      "are tickets, but for what users notice: a standstill, and payments",
    ],
    [routes, "hides what follows from a service that is down, and nothing of another service"],
    [paging, "a service begins to fail, and its probes don't tell"],
  ],
  "SLO-23": [
    [rule, "says whose it is, how urgent, and where to read on (POL-11)"],
    [pages, "are one for each alert, and none is left over (BDR-15)"],
    [pages, "that of %s says what it means, what to look at, what to do, and when it is over"],
    [rendered, "each have a page, wherever they were made (SLO-23)"],
    [rendered, "each lead whoever is woken to that page and to a board, by addresses that open (SLO-23)"],
    [links, "can open board and page in %s"],
    [rendered, "each say in their first line how bad it is in numbers"],
    arrives,
  ],
  "SLO-24": [
    woken,
    [receivers, "are needed in production, may be left out in staging, and are unknown in dev"],
    [receivers, "are refused with %s"],
    { elsewhere: "who acknowledges is known to PagerDuty and Opsgenie, whose policies are set there", page },
  ],
  "SLO-25": [{ elsewhere: "the page has what to ask each month, and what to do about what is noisy", page }],
  "SLO-26": [
    [routes, "takes a test alert to where a page goes, and says so (SLO-26)"],
    [routes, "sends a sign of life to the watcher of each system, again and again"],
    [tool, "has the labels that pages are routed by, in staging too, and ends by itself"],
    ["unit/tools/deliberate-error.test.ts", "a deliberate error is a failed span"],
  ],
  "SLO-27": [
    read,
    [receivers, "are refused with %s"],
    [routes, "reads the configuration of %s in either form, and what is cluster-wide alone"],
    { elsewhere: "SMS and calls come from PagerDuty and Opsgenie, by what each person has set there", page },
  ],
  "SLO-31": [taken, woken],
  "CF-05": [table, asked],
});
