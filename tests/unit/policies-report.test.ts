import { describe, expect, it } from "vitest";
import type { CatalogueRow } from "../../policies/catalogue-rows.ts";
import { policiesReport } from "../../tools/policies-report/report.ts";
import type { VitestReport } from "../../tools/vitest-report.ts";

const tests = (changes: Partial<VitestReport> = {}, status = "passed"): VitestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  testResults: [
    {
      name: "/work/tests/stacks/policies.test.ts",
      status,
      message: "",
      assertionResults: [
        { fullName: "a mutation of a stack makes no-host-pid fire, on one", status, failureMessages: [] },
      ],
    },
  ],
  ...changes,
});
const row: CatalogueRow = { row: 7, check: "no-host-pid", mark: "mandatory", rules: ["no-host-pid"] };
const seen = ["passed", "fired", "unknown"].map((outcome) => `no-host-pid ${outcome}`);
const report = (changes: Partial<Parameters<typeof policiesReport>[0]> = {}) =>
  policiesReport({
    rows: [row],
    rules: ["no-host-pid"],
    outcomes: new Set(seen),
    tests: tests(),
    fixtures: { files: 148, tests: tests({ numPassedTests: 8 }) },
    whyNoFixtures: undefined,
    ...changes,
  });

describe("the report of the policies", () => {
  it("is complete when a row is held and seen in every way", () => {
    const { text, isComplete } = report();
    expect(isComplete).toBe(true);
    expect(text).toMatch(/^ {2}7 {2}mandatory +yes +yes +yes +yes +yes +no-host-pid$/m);
    expect(text).toContain("1 of 1 mandatory rows and 0 of 0 advisory rows");
    expect(text).toContain("held by CI, and not seen in this run: 0\n");
    expect(text).toContain("1184 of 1184 (148 pods, each in 8 kinds)");
  });

  it("is not, without the fixtures, and says why they were not run", () => {
    const { text, isComplete } = report({ fixtures: undefined, whyNoFixtures: "Go is missing" });
    expect(isComplete).toBe(false);
    expect(text).toContain("not run, Go is missing");
    expect(report({ fixtures: { files: 148, tests: tests({ numPassedTests: 0 }) } }).isComplete).toBe(false);
  });

  it.each([
    ["has no rule", { rules: [] }],
    ["was not seen to pass", { outcomes: new Set(seen.slice(1)) }],
    ["was not seen to fire", { outcomes: new Set(seen.filter((line) => !line.endsWith("fired"))) }],
    ["met no unknown value", { outcomes: new Set(seen.slice(0, 2)) }],
    ["has no mutation that fires it", { tests: tests({}, "failed") }],
    ["is held by two, of which one was not seen", { rows: [{ ...row, rules: ["no-host-pid", "other"] }] }],
  ])("is not, when it %s", (_what, changes) => {
    const { text, isComplete } = report(changes);
    expect(isComplete).toBe(false);
    expect(text).toContain("0 of 1 mandatory rows");
  });

  it("is not, when a test failed, whatever the rows are", () => {
    expect(report({ tests: tests({ numFailedTests: 1 }) }).isComplete).toBe(false);
    const fixtures = { files: 148, tests: tests({ numPassedTests: 7, numFailedTests: 1 }) };
    expect(report({ fixtures }).isComplete).toBe(false);
    expect(report({ fixtures }).text).toContain("1036 of 1184 (148 pods, each in 8 kinds)");
  });

  it("takes a row that a file of tests holds by how that file ended, and leaves open what is not run here", () => {
    const held = (heldBy: string) => ({ rows: [{ ...row, rules: [], heldBy }] });
    expect(report(held("tests/stacks/policies.test.ts")).isComplete).toBe(true);
    const failed = { ...held("tests/stacks/policies.test.ts"), tests: tests({}, "failed") };
    expect(report(failed).isComplete).toBe(false);
    const elsewhere = report(held("tests/e2e/contract.cluster.test.ts"));
    expect(elsewhere.isComplete).toBe(true);
    expect(elsewhere.text).toContain("0 of 1 mandatory rows");
    expect(elsewhere.text).toContain("implemented: 1 of 1 mandatory");
    expect(elsewhere.text).toContain("passed: 0 of 1 mandatory");
    expect(elsewhere.text).toContain(
      "held by CI, and not seen in this run: 1, row 7 by tests/e2e/contract.cluster.test.ts",
    );
    expect(elsewhere.text).toMatch(/mandatory +yes +- +- +- +- +no-host-pid, by tests\/e2e/);
  });

  it("asks a rule of kinds for no unknown value, and takes what it is not about for what it lets pass", () => {
    const ofKind = (...outcomes: readonly string[]) =>
      report({
        rows: [{ ...row, rules: ["no-host-pid", "no-bare-pods"] }],
        rules: ["no-host-pid", "no-bare-pods"],
        outcomes: new Set([...seen, ...outcomes.map((outcome) => `no-bare-pods ${outcome}`)]),
      }).text;
    expect(ofKind("fired", "notApplicable")).toMatch(/yes +yes +yes +yes +NO/);
    expect(ofKind("fired")).toMatch(/yes +NO +yes +yes +NO/);
  });

  it("asks nothing of optional rows, and advisory ones don't make it incomplete", () => {
    const advisory: CatalogueRow = { ...row, mark: "advisory", rules: ["other"] };
    expect(report({ rows: [advisory, { ...row, mark: "optional", rules: [] }] }).isComplete).toBe(true);
  });
});
