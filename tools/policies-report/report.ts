import type { CatalogueRow } from "../../policies/catalogue-rows.ts";
import type { Outcome } from "../../tests/support/policy-evidence.ts";
import type { VitestReport } from "../vitest-report.ts";

interface Findings {
  readonly rows: readonly CatalogueRow[];
  /** The rules that there are, by name. */
  readonly rules: readonly string[];
  /** What tests have seen: `<policy> <outcome>`. */
  readonly outcomes: ReadonlySet<string>;
  readonly tests: VitestReport;
  /** Upstream's pods of the Pod Security Standards, and the tests that judged all of them in one kind each. */
  readonly fixtures: { readonly files: number; readonly tests: VitestReport } | undefined;
  readonly whyNoFixtures: string | undefined;
}

type Column = Exclude<Outcome, "notApplicable"> | "implemented" | "mutation";
/** "-" is what this run can't see, such as what needs a cluster. */
type Cell = "yes" | "NO" | "-";
const columns: readonly Column[] = ["implemented", "passed", "fired", "unknown", "mutation"];

/**
 * Rules that judge what kind an object is and read nothing of it. So nothing that they judge can be unknown, and they
 * let an object pass by not being about it.
 */
const ofKindsAlone = new Set(["no-bare-pods", "no-deprecated-apis"]);

/** The table of the catalogue's rows, and what it comes to. */
export function policiesReport(findings: Findings): { readonly text: string; readonly isComplete: boolean } {
  const { rows, tests } = findings;
  const mutated = mutatedRules(tests);
  const judged = rows
    .filter(({ mark }) => mark !== "optional")
    .map((row) => ({ row, cells: columns.map((column) => cellOf(row, column, findings, mutated)) }));
  const mandatory = judged.filter(({ row }) => row.mark === "mandatory");
  const advisory = judged.filter(({ row }) => row.mark === "advisory");
  const elsewhere = judged.filter(({ cells }) => cells.includes("-"));
  const failed = tests.numFailedTests + (findings.fixtures?.tests.numFailedTests ?? 0);
  const lines = [
    `row  mark       ${columns.map((column) => column.padEnd(11)).join(" ")}  check, held by`,
    ...judged.map(
      ({ row, cells }) =>
        `${String(row.row).padStart(3)}  ${row.mark.padEnd(9)}  ${cells.map((cell) => cell.padEnd(11)).join(" ")}  ${row.check}${holders(row)}`,
    ),
    "",
    `${complete(mandatory)} of ${mandatory.length} mandatory rows and ${complete(advisory)} of ${advisory.length} advisory rows are held, and seen in every column`,
    `held by CI, and not seen in this run: ${elsewhere.length}${elsewhere.map(({ row }) => `, row ${row.row} by ${row.heldBy ?? ""}`).join("")}`,
    ...columns.map(
      (column, index) =>
        `  ${column}: ${mandatory.filter(({ cells }) => cells[index] === "yes").length} of ${mandatory.length} mandatory, ${advisory.filter(({ cells }) => cells[index] === "yes").length} of ${advisory.length} advisory`,
    ),
    fixturesLine(findings),
    `tests: ${tests.numPassedTests} passed, ${tests.numFailedTests} failed`,
    "",
  ];
  const isHeld = mandatory.every(({ cells }) => !cells.includes("NO"));
  // Without the fixtures nothing shows that the rules refuse what Pod Security itself refuses.
  const haveFixtures = (findings.fixtures?.tests.numPassedTests ?? 0) > 0;
  return { text: lines.join("\n"), isComplete: isHeld && haveFixtures && failed === 0 };
}

function cellOf(
  { rules, heldBy }: CatalogueRow,
  column: Column,
  { rules: existing, outcomes, tests }: Findings,
  mutated: ReadonlySet<string>,
): Cell {
  if (heldBy !== undefined) {
    // A file of tests is all of it at once. One that needs a cluster is no part of this run.
    const file = tests.testResults.find(({ name }) => name.endsWith(heldBy));
    if (file === undefined) return column === "implemented" ? "yes" : "-";
    return file.status === "passed" ? "yes" : "NO";
  }
  const has: Readonly<Record<Column, (rule: string) => boolean>> = {
    implemented: (rule) => existing.includes(rule),
    passed: (rule) =>
      outcomes.has(`${rule} passed`) || (ofKindsAlone.has(rule) && outcomes.has(`${rule} notApplicable`)),
    fired: (rule) => outcomes.has(`${rule} fired`),
    unknown: (rule) => outcomes.has(`${rule} unknown`) || ofKindsAlone.has(rule),
    mutation: (rule) => mutated.has(rule),
  };
  return rules.length > 0 && rules.every(has[column]) ? "yes" : "NO";
}

function holders({ check, rules, heldBy }: CatalogueRow): string {
  if (heldBy !== undefined) return `, by ${heldBy}`;
  return rules.length === 1 && rules[0] === check ? "" : `, by ${rules.join(", ")}`;
}

/** The rules that a change to a stack of ours has made fire, by the names of the tests that passed. */
function mutatedRules({ testResults }: VitestReport): ReadonlySet<string> {
  return new Set(
    testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ fullName, status }) => {
        const rule = / makes (\S+) fire/.exec(fullName)?.[1];
        return rule !== undefined && status === "passed" ? [rule] : [];
      }),
    ),
  );
}

function complete(judged: readonly { readonly cells: readonly Cell[] }[]): number {
  return judged.filter(({ cells }) => cells.every((cell) => cell === "yes")).length;
}

function fixturesLine({ fixtures, whyNoFixtures = "no reason was found" }: Findings): string {
  if (fixtures === undefined)
    return `fixtures of the Pod Security Standards: not run, ${whyNoFixtures}: the report is not complete without them`;
  const kinds = fixtures.tests.numPassedTests + fixtures.tests.numFailedTests;
  const { files, tests } = fixtures;
  return `fixtures of the Pod Security Standards: ${files * tests.numPassedTests} of ${files * kinds} (${files} pods, each in ${kinds} kinds)`;
}
