import type { SystemEnvironment } from "../../../config/environment.ts";
import { logClasses } from "../../../model/log-retention.ts";
import { type Components, literal, transform } from "./otel-configuration.ts";

/** How loggers in use call what every line must say (OBS-08). */
export const lineFields = {
  timestamp: ["timestamp", "time", "ts"],
  level: ["level", "severity", "levelname"],
  message: ["message", "msg", "event"],
} as const;

/** Severities of OpenTelemetry, and how loggers call them: by name, or by pino's number. */
const severities: readonly (readonly [string, string])[] = [
  ["SEVERITY_NUMBER_DEBUG", "(?i)^(trace|debug|10|20)$"],
  ["SEVERITY_NUMBER_INFO", "(?i)^(info|notice|30)$"],
  ["SEVERITY_NUMBER_WARN", "(?i)^(warn|warning|40)$"],
  ["SEVERITY_NUMBER_ERROR", "(?i)^(error|50)$"],
  ["SEVERITY_NUMBER_FATAL", "(?i)^(fatal|critical|60)$"],
];

const anyOf = (fields: readonly string[]): string =>
  `(${fields.map((field) => `log.cache["${field}"] != nil`).join(" or ")})`;

const isStructured = `(${Object.values(lineFields).map(anyOf).join(" and ")})`;

/** The attribute that says whether a line is what it should be; only the system's own programs are asked for that. */
export const structured = "log.structured";

/** The attribute that names the part that wrote a line, as metrics made of lines have no resource. */
export const writer = "part";

const isCounted = `log.attributes["${structured}"] != nil`;

/** Servers of the platform write as they do; nobody can have them write otherwise. */
const isOwn = (own: Pick<SystemEnvironment, "system">): string =>
  [...Object.keys(own.system.services), ...Object.keys(own.system.tasks)]
    .map((name) => `resource.attributes["service.name"] == ${literal(name)}`)
    .join(" or ");

/**
 * What makes log lines of text: fields of those that are JSON, with their severity, their class (OBS-09) and their trace, and a mark
 * on those that are not (POL-21). No line is held back, whatever its level: nothing is measured by lines that a level filters (CF-26).
 */
export const logProcessors = (own: Pick<SystemEnvironment, "system">): Components => ({
  "transform/lines": transform("log_statements", [
    // In every pod of a system the container is called as its part is.
    'set(resource.attributes["service.name"], resource.attributes["k8s.container.name"]) where resource.attributes["k8s.container.name"] != nil',
    `set(log.attributes["${structured}"], "false") where ${isOwn(own)}`,
    'merge_maps(log.cache, ParseJSON(log.body), "upsert") where IsString(log.body) and IsMatch(log.body, "^[[:space:]]*[{]")',
    `set(log.attributes["${structured}"], "true") where ${isCounted} and ${isStructured}`,
    ...lineFields.level.map(
      (field) => `set(log.severity_text, String(log.cache["${field}"])) where log.cache["${field}"] != nil`,
    ),
    ...severities.map(
      ([number, pattern]) =>
        `set(log.severity_number, ${number}) where IsMatch(log.severity_text, ${literal(pattern)})`,
    ),
    'set(log.trace_id.string, log.cache["trace_id"]) where IsMatch(log.cache["trace_id"], "^[0-9a-f]{32}$")',
    'set(log.span_id.string, log.cache["span_id"]) where IsMatch(log.cache["span_id"], "^[0-9a-f]{16}$")',
    'set(log.attributes["log.class"], "application")',
    'set(log.attributes["log.class"], "error") where log.severity_number >= SEVERITY_NUMBER_ERROR',
    `set(log.attributes["log.class"], log.cache["class"]) where IsMatch(log.cache["class"], "^(${logClasses.join("|")})$")`,
    `set(log.attributes["${writer}"], resource.attributes["service.name"])`,
    "set(log.body, log.cache) where Len(log.cache) > 0",
  ]),
});
