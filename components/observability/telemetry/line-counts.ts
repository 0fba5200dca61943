import { structured, writer } from "./log-processors.ts";
import { type Components, transform } from "./otel-configuration.ts";
import { isPersonal } from "./personal-data-processors.ts";

/** The counter of log lines, as Prometheus calls it. */
export const countedLines = "slipway_log_lines_total";

/** The counter of those from which something personal was taken out. It says by whom they were, and nothing of what it was. */
export const countedPersonalLines = "slipway_personal_log_lines_total";

const isCounted = `log.attributes["${structured}"] != nil`;

/** The name of a counter before Prometheus' exporter gives it its ending. */
const unended = (counter: string): string => counter.replace(/_total$/, "");

/** What counts log lines of the system's programs. Each request makes a count of its own, from the time of its first line to that of its last. */
export const lineCounter: Components[string] = {
  logs: {
    [unended(countedLines)]: {
      description: "Log lines of the system's programs, by whether they are structured",
      conditions: [isCounted],
      attributes: [{ key: writer }, { key: structured }],
    },
    [unended(countedPersonalLines)]: {
      description: "Log lines of the system's programs from which something personal was taken out",
      conditions: [`${isCounted} and ${isPersonal}`],
      attributes: [{ key: writer }],
    },
  },
};

/** A program may well say nothing for hours, and its counter must not begin anew. */
export const countedFor = "24h";

/**
 * What adds those counts up. Lines come late and in any order, and a count from before the last one would be thrown away: each gets the
 * time at which it is added. The pods of a part make one counter, since Prometheus can't tell them apart by a name and labels that are the same.
 */
export const countProcessors: Components = {
  "transform/counts": transform("metric_statements", [
    'delete_matching_keys(resource.attributes, ".*")',
    "set(datapoint.start_time, Now())",
    "set(datapoint.time, Now())",
  ]),
  deltatocumulative: { max_stale: countedFor },
};

/** In their order. Counts of requests that come at once queue in the batch, so that the later time is also the later count. */
export const countSteps = ["batch", "transform/counts", "deltatocumulative"] as const;
