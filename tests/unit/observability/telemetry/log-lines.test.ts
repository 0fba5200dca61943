import { describe, expect, test } from "vitest";
import { collectorConfiguration } from "../../../../components/observability/telemetry/collector-configuration.ts";
import { lineFields } from "../../../../components/observability/telemetry/log-processors.ts";
import { realSystem } from "../../../support/declarations.ts";

describe("log lines", () => {
  test("are asked for time, level and message, under the names that the systems' loggers have (OBS-08)", () => {
    expect(lineFields.timestamp).toContain("time");
    expect(lineFields.level).toContain("level");
    expect(lineFields.message).toContain("msg");
  });

  const statements = (
    collectorConfiguration("production", realSystem("production", "odd-scenes")).processors[
      "transform/lines"
    ] as { log_statements: readonly string[] }
  ).log_statements;

  test("are put on one scale from DEBUG to FATAL, whatever their logger calls it (OBS-10)", () => {
    const patterns = statements.flatMap((statement) => {
      const [, number, pattern] =
        /^set\(log\.severity_number, SEVERITY_NUMBER_(\w+)\) where IsMatch\(log\.severity_text, "\(\?i\)(.*)"\)$/.exec(
          statement,
        ) ?? [];
      return number !== undefined && pattern !== undefined
        ? [[number, new RegExp(pattern, "i")] as const]
        : [];
    });
    const scaleOf = (level: string) =>
      patterns.filter(([, pattern]) => pattern.test(level)).map(([number]) => number);
    expect(["debug", "info", "warn", "error", "fatal"].map(scaleOf)).toEqual([
      ["DEBUG"],
      ["INFO"],
      ["WARN"],
      ["ERROR"],
      ["FATAL"],
    ]);
    // By pino's numbers, and as Python calls them.
    expect(["20", "30", "40", "50", "60"].flatMap(scaleOf)).toEqual(patterns.map(([number]) => number));
    expect(["WARNING", "CRITICAL"].flatMap(scaleOf)).toEqual(["WARN", "FATAL"]);
    expect(scaleOf("informal")).toEqual([]);
  });

  test("are each of one class: what the line says, else error by its severity, else application (OBS-09)", () => {
    const classed = statements.filter((each) => each.startsWith('set(log.attributes["log.class"]'));
    // The last one that holds is the one that stays.
    expect(classed).toEqual([
      'set(log.attributes["log.class"], "application")',
      'set(log.attributes["log.class"], "error") where log.severity_number >= SEVERITY_NUMBER_ERROR',
      'set(log.attributes["log.class"], log.cache["class"]) where IsMatch(log.cache["class"], "^(application|access|error|audit)$")',
    ]);
    const ranked = statements.findLastIndex((each) => each.startsWith("set(log.severity_number"));
    expect(ranked).toBeLessThan(statements.indexOf(classed[0] ?? ""));
  });

  test("are counted of the system's own programs, not of the platform's servers (POL-21)", () => {
    const [marked = ""] = statements.filter((each) => each.includes('"false"'));
    for (const name of ["frontend", "backend", "ai-backend"]) expect(marked).toContain(`== "${name}"`);
    for (const name of ["database", "cache", "vector-store"]) expect(marked).not.toContain(`== "${name}"`);
  });
});
