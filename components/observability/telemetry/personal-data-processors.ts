import {
  amountName,
  amounts,
  leftOut,
  leftOutOrAmount,
  owedName,
  personalName,
  personalValues,
} from "../../../model/personal-data.ts";
import { type Components, literal, transform } from "./otel-configuration.ts";

const names = literal(personalName);
const amountNames = literal(amountName);

/** An address is worth keeping, and what follows on its question mark is not to be read. */
const addresses = ["url.full", "http.url", "http.target"];

/** The attribute of a line from which something was deleted by its name. */
const deleted = "log.personal";

/** The attributes in which the redaction counts what it has masked of a line: in its attributes, and in its body. */
const masked = ["redaction.masked.count", "redaction.body.masked.count"];

/** What holds for a line from which something personal was taken out, until {@link unmarked}. */
export const isPersonal = `(${[deleted, ...masked].map((name) => `log.attributes["${name}"] != nil`).join(" or ")})`;

/**
 * What takes names out of a map, but for amounts. Those are put aside, without the texts that are called so, and come back if nothing else is
 * left of them. Where they stood beside such a text, an empty one stays of it.
 */
const cleaned = (map: string, cache: string): readonly string[] => [
  `set(${cache}["amounts"], ${map}) where IsMap(${map})`,
  `keep_matching_keys(${cache}["amounts"], ${amountNames})`,
  `replace_all_patterns(${cache}["amounts"], "value", "(?s).+", "")`,
  `delete_matching_keys(${map}, ${names}) where IsMap(${map})`,
  `merge_maps(${map}, ${cache}["amounts"], "upsert") where IsMap(${map}) and IsMatch(Values(${cache}["amounts"]), ${literal(amounts)})`,
];

/** What marks a line where one of its values is none of those that the program owes. */
const markedUnless = (values: string, owed: string): string =>
  `set(log.attributes["${deleted}"], true) where not IsMatch(Values(${values}), ${literal(owed)})`;

/**
 * What does so for a line. A map that holds maps is made flat, or a name further down would not be looked at. A line is marked where
 * something stood under such a name, and not where the program itself had left it out, or where it is an amount.
 */
const cleanedLine = (map: string): readonly string[] => [
  `flatten(${map}) where IsMap(${map})`,
  `set(log.cache["personal"], ${map}) where IsMap(${map})`,
  `keep_matching_keys(log.cache["personal"], ${literal(owedName)})`,
  `set(log.cache["amounts"], log.cache["personal"])`,
  `keep_matching_keys(log.cache["amounts"], ${amountNames})`,
  `delete_matching_keys(log.cache["personal"], ${amountNames})`,
  markedUnless('log.cache["personal"]', leftOut),
  markedUnless('log.cache["amounts"]', leftOutOrAmount),
  ...cleaned(map, "log.cache"),
];

const masking = { allow_all_keys: true, blocked_values: personalValues };

/**
 * What takes personal data out of spans and of log lines (OBS-08, POL-21): what is called so is deleted, in whatever else looks so
 * it is masked. Lines are marked by it, for who counts them, and the marks are taken off again.
 */
export const personalDataProcessors: Components = {
  "transform/personal-spans": transform("trace_statements", [
    `delete_matching_keys(resource.attributes, ${names})`,
    ...cleaned("span.attributes", "span.cache"),
    ...addresses.map((name) => `replace_pattern(span.attributes["${name}"], "[?#].*$", "")`),
  ]),
  // On their own: statements that name events are carried out for each event, and not for a span without one.
  "transform/personal-events": transform(
    "trace_statements",
    cleaned("spanevent.attributes", "spanevent.cache"),
  ),
  // Lists and maps are not made flat here. One in which nothing looks so stays what it is; any other becomes a text.
  "redaction/spans": { ...masking, redact_all_types: true, summary: "silent" },
  "transform/personal-lines": transform("log_statements", [
    `delete_matching_keys(resource.attributes, ${names})`,
    ...cleanedLine("log.attributes"),
    ...cleanedLine("log.body"),
  ]),
  // It says how many, and never which. The id of a span is sixteen hexadecimal digits, and one of ten thousand looks like a card.
  "redaction/lines": { ...masking, ignored_keys: ["span_id"], summary: "info" },
  "transform/unmarked": transform("log_statements", [
    `delete_key(log.attributes, "${deleted}")`,
    ...["resource", "scope", "log"].map(
      (context) => `delete_matching_keys(${context}.attributes, "^redaction[.]")`,
    ),
  ]),
};

/** Those of them that spans go through, and those for log lines, in their order. */
export const personalDataSteps = {
  traces: ["transform/personal-spans", "transform/personal-events", "redaction/spans"],
  logs: ["transform/personal-lines", "redaction/lines"],
} as const;

/** What takes the marks off lines, before they leave the collector. */
export const unmarked = ["transform/unmarked"] as const;
