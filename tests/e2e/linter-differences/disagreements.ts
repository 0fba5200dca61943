import { rules } from "../../../policies/rules/catalogue.ts";
import { judge, type Violation } from "../../support/policy-harness.ts";
import type { Finding } from "../external-linters/judgement.ts";
import { type Manifest, objectName } from "../external-linters/manifest.ts";
import type { SharedRow } from "./compared-rows.ts";
import type { Decision } from "./decisions.ts";

/** A workload that the pack or a linter objects to by a row that both have, and not the other. */
export interface Disagreement {
  readonly row: SharedRow;
  readonly objects: Decision["objects"];
  readonly workload: Manifest;
  readonly message: string;
}

/** What the pack says about workloads by its half of some rows, each workload by itself. */
export function packViolations(
  workloads: readonly Manifest[],
  rows: readonly SharedRow[],
): Promise<readonly Violation[]> {
  const wanted = new Set(rows.flatMap(({ policies }) => policies));
  const resources = workloads.map((workload) => {
    const group = workload.apiVersion === "v1" ? "core/v1" : workload.apiVersion;
    const type = `kubernetes:${group}:${workload.kind}`;
    return { type, name: workload.metadata.name, urn: objectName(workload), props: { ...workload } };
  });
  return judge(resources, { rules: rules.filter(({ name }) => wanted.has(name)) });
}

/** Where two judgements of the same workloads part, row by row. */
export function disagreements(
  workloads: readonly Manifest[],
  rows: readonly SharedRow[],
  violations: readonly Violation[],
  findings: readonly Finding[],
): readonly Disagreement[] {
  return rows.flatMap((row) => {
    const ofPack = violations.filter(
      ({ policy, message }) => row.policies.includes(policy) && row.field?.test(message) !== false,
    );
    const pack = new Map(ofPack.map(({ urn = "", message }) => [urn, message]));
    const ofRule = findings.filter(({ tool, rule }) => tool === row.tool && rule === row.rule);
    const linter = new Map(ofRule.map(({ object, message }) => [object, message]));
    return workloads
      .filter(({ kind }) => row.kind === undefined || row.kind === kind)
      .flatMap((workload) => {
        const [ours, theirs] = [pack.get(objectName(workload)), linter.get(objectName(workload))];
        if ((ours === undefined) === (theirs === undefined)) return [];
        const objects = ours === undefined ? "linter" : "pack";
        return [{ row, objects, workload, message: ours ?? theirs ?? "" } as const];
      });
  });
}

/** As many as a person reads: they tend to be of one sort. */
const ENOUGH = 5;

const explains = (decision: Decision, { row, objects, workload }: Disagreement): boolean =>
  decision.tool === row.tool &&
  decision.rules.includes(row.rule) &&
  decision.objects === objects &&
  decision.when(workload);

/** What is wrong between disagreements and decisions, a line each: one that no decision explains, or an idle decision. */
export function undecided(found: readonly Disagreement[], decisions: readonly Decision[]): readonly string[] {
  const unexplained = found
    .filter((disagreement) => !decisions.some((decision) => explains(decision, disagreement)))
    .map(
      ({ row, objects, workload, message }) =>
        `${row.tool} ${row.rule} and ${row.policies.join(", ")}: only the ${objects} objects: ${message}\n${JSON.stringify(workload)}`,
    );
  const idle = decisions
    .filter((decision) => !found.some((disagreement) => explains(decision, disagreement)))
    .map(
      ({ tool, rules: named, reason }) =>
        `the decision on ${tool} ${named.join(", ")} explains nothing: ${reason}`,
    );
  return [...unexplained.slice(0, ENOUGH), ...idle];
}
