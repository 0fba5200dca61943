import { personalName, personalValues } from "../../../model/personal-data.ts";
import { type Components, literal, transform } from "./otel-configuration.ts";

const names = literal(personalName);

/** An address is worth keeping, and what follows on its question mark is not to be read. */
const addresses = ["url.full", "http.url", "http.target"];

/** A map that holds maps is made flat, or a name further down would not be looked at. */
const cleaned = (map: string): readonly string[] => [
  `flatten(${map})`,
  `delete_matching_keys(${map}, ${names})`,
];

/**
 * What takes personal data out of spans and of log lines (OBS-08, POL-21): what is called so is deleted, in whatever else looks so
 * it is masked.
 */
export const personalDataProcessors: Components = {
  "transform/personal-spans": transform("trace_statements", [
    `delete_matching_keys(resource.attributes, ${names})`,
    `delete_matching_keys(span.attributes, ${names})`,
    `delete_matching_keys(spanevent.attributes, ${names})`,
    ...addresses.map((name) => `replace_pattern(span.attributes["${name}"], "[?#].*$", "")`),
  ]),
  "transform/personal-lines": transform("log_statements", [
    `delete_matching_keys(resource.attributes, ${names})`,
    ...cleaned("log.attributes"),
    ...cleaned("log.body").map((statement) => `${statement} where IsMap(log.body)`),
  ]),
  redaction: { allow_all_keys: true, blocked_values: personalValues, summary: "silent" },
};

/** Those of them that spans go through, and those for log lines, in their order. */
export const personalDataSteps = {
  traces: ["transform/personal-spans", "redaction"],
  logs: ["transform/personal-lines", "redaction"],
} as const;
