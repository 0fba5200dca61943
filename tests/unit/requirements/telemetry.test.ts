import { type Assertion, describeRows } from "./row-table.ts";

const variables = "unit/components/telemetry-environment.test.ts";
const declared = "unit/model/telemetry.test.ts";
const configuration = "unit/observability/telemetry/collector-configuration.test.ts";
const logLines = "unit/observability/telemetry/log-lines.test.ts";
const known = "unit/model/personal-data.test.ts";
const agent = "unit/observability/telemetry/log-agent.test.ts";
const alerts = "alerts/telemetry.test.ts";
const deliberate = "unit/tools/deliberate-error.test.ts";
const real = "e2e/telemetry-collector.full.test.ts";
const personal = "e2e/telemetry-personal.full.test.ts";
const delivery = "e2e/telemetry-delivery.full.test.ts";
const page = "docs/telemetry.md";
const record = "docs/decisions/0047-telemetry.md";

const sampled: Assertion = [declared, "samples all in dev and staging and a tenth in production"];
const thinned: Assertion = [real, "drops health probes, keeps what failed and about a tenth of the rest"];
const counted: Assertion = [real, "counts lines by whether they are structured"];

describeRows(
  "the rows on traces, errors and logs",
  [
    ...[
      "OBS-08",
      "OBS-09",
      "OBS-10",
      "OBS-11",
      "OBS-12",
      "OBS-13",
      "OBS-14",
      "OBS-15",
      "OBS-16",
      "OBS-22",
      "OBS-24",
    ],
    ...["OBS-25", "POL-21", "CF-15", "CF-26"],
  ],
  {
    "OBS-08": [
      [configuration, "take out what is personal before anything leaves"],
      [known, "is masked by what it looks like, in any text"],
      [configuration, "name no event where they mean every span"],
      [real, "lets nothing personal out, and keeps what investigations need"],
      [
        personal,
        "takes it out of spans with events and without, and out of events, and leaves amounts there",
      ],
    ],
    "OBS-09": [
      [logLines, "are each of one class: what the line says, else error by its severity"],
      [real, "makes fields, a severity, a class and a trace of lines that are JSON"],
    ],
    "OBS-10": [
      [logLines, "are put on one scale from DEBUG to FATAL, whatever their logger calls it"],
      ["unit/systems/crb-analyser.test.ts", "%s: sets %s in each tier"],
      ["unit/systems/odd-scenes.test.ts", "%s: sets %s in each tier"],
      { elsewhere: "what each level is for, and what is off where, stands on the page", page },
    ],
    "OBS-11": [[agent, "are at hand for 7 days, in store for 30 and kept for 90"]],
    "OBS-12": [
      [declared, "is Sentry in front and behind and BetterStack for Odd Scenes"],
      [agent, "hands the lines of each namespace to the collector of that namespace"],
    ],
    "OBS-13": [
      [variables, "leave it to the collector how much is kept, and neither metrics nor logs are sent"],
      [real, "hands traces to the vendor with its key, and lines to the store"],
    ],
    "OBS-14": [
      [variables, "name CRB's back end, its version and its tier"],
      [declared, "is Logfire and Sentry for CRB, by its own names of version and tier"],
    ],
    "OBS-15": [[variables, "are CRB's tier, a share of traces, a tenth profiled, nothing personal"]],
    "OBS-16": [
      [variables, "tell Odd Scenes' staging from its production, in front and behind"],
      { elsewhere: "production keeps a tenth, as one table answers the conflict", page: record },
    ],
    "OBS-22": [
      [
        deliberate,
        "a deliberate error is a failed span, which no sampling leaves out, and carries the marker",
      ],
      [deliberate, "it is a line of the same trace, as a program owes it"],
      [configuration, "so that those that failed are kept, whatever the share"],
      [real, "hands on a deliberate error, marked, as a span and as a line"],
      { elsewhere: "how to send one by way of each vendor stands on the page", page },
    ],
    "OBS-24": [{ elsewhere: "the commands for both of CRB's services stand on the page", page }],
    "OBS-25": [[configuration, "are dropped where they are asked and not where they are called"], thinned],
    "POL-21": [
      [logLines, "are counted of the system's own programs"],
      counted,
      [delivery, "adds lines up, whatever their times, pods and company"],
      [configuration, "count lines that held something personal by who wrote them, and by nothing else"],
      [configuration, "take the marks off lines between who counts them and the store"],
      [personal, "counts once, and hands on without a mark, one that holds %s"],
      [personal, "tells neither what it took out nor what that was called"],
      [alerts, "says of each program how many of its lines it was"],
      [alerts, "fires what should, and nothing else"],
      [
        "alerts/personal-lines.test.ts",
        "tells of each personal line for an hour, whatever becomes of who counted it",
      ],
    ],
    "CF-15": [sampled, thinned],
    "CF-26": [[configuration, "have nothing held back of lines, nor measured, by their level"]],
  },
);
