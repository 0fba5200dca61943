import { describe, expect, test } from "vitest";
import { checkov, installCheckov, whyNoCheckov } from "./external-linters/checkov/checkov.ts";
import type { Tool } from "./external-linters/judgement.ts";
import { buildKubeScore, kubeScore, whyNoKubeScore } from "./external-linters/kube-score/kube-score.ts";
import { lint, type Linter } from "./external-linters/lint.ts";
import { objectName } from "./external-linters/manifest.ts";
import { sharedRows } from "./linter-differences/compared-rows.ts";
import { decisions } from "./linter-differences/decisions.ts";
import { disagreements, packViolations, undecided } from "./linter-differences/disagreements.ts";
import { withoutNulls } from "./linter-differences/pod-parts.ts";
import { workloads } from "./linter-differences/pod-workloads.ts";

// Workloads made at random are judged by the pack and by linters that other people wrote. Where they part one of them is
// wrong, or the pack means something else by the row: then decisions.ts says what, and why.

/** The same each time, so that each decision has what it is about. */
const KNOWN_SEED = 1;
const KNOWN = 250;
/** Others each time, in the whole run or where somebody gives a seed: what they find is for a person to decide on. */
const { SLIPWAY_SEED, SLIPWAY_E2E } = process.env;
const NEW = SLIPWAY_SEED !== undefined || SLIPWAY_E2E === "full" ? 150 : 0;
const seed = Number(SLIPWAY_SEED ?? Math.floor(Math.random() * 2 ** 31));

const made = [...workloads(KNOWN, KNOWN_SEED, "known"), ...workloads(NEW, seed, "new")];
const rowsOf = (tool: Tool) => sharedRows.filter((row) => row.tool === tool);

interface Case {
  readonly tool: Tool;
  readonly linter: Linter;
  readonly provide: () => Promise<void>;
  /** Why it can't be had here; nothing where it can. */
  readonly missing: string | undefined;
}

const cases: readonly Case[] = [
  { tool: "kube-score", linter: kubeScore, provide: buildKubeScore, missing: whyNoKubeScore() },
  {
    tool: "checkov",
    linter: (folder) =>
      checkov(
        folder,
        rowsOf("checkov").map(({ rule }) => rule),
      ),
    provide: installCheckov,
    missing: whyNoCheckov(),
  },
];

describe.each(cases)("$tool and the pack", ({ tool, linter, provide, missing }) => {
  test("agree on workloads made at random, but for what is decided", async (context) => {
    if (missing !== undefined) context.skip(`${tool} can't be had: ${missing}`);
    await provide();
    const rows = rowsOf(tool);
    // What is null is not set. checkov stops at one.
    const judged = made.map(withoutNulls);
    const { judged: seen, findings } = await lint(linter, { own: judged, operatorPods: [] });
    expect(seen).toEqual(expect.arrayContaining(made.map(objectName)));
    const violations = await packViolations(made, rows);
    for (const { rule } of rows) expect(findings.map((finding) => finding.rule)).toContain(rule);
    const found = disagreements(made, rows, violations, findings);
    expect(
      undecided(
        found,
        decisions.filter((decision) => decision.tool === tool),
      ),
      `SLIPWAY_SEED=${seed}`,
    ).toEqual([]);
    console.log(
      `${rows.length} rows on ${made.length} workloads: ${findings.length} findings of ${tool}, ` +
        `${found.length} disagreements, all decided on.${NEW > 0 ? ` Again with SLIPWAY_SEED=${seed}.` : ""}`,
    );
  });
});

describe("a disagreement", () => {
  const [row] = sharedRows;
  const [workload] = workloads(1, KNOWN_SEED, "known");
  const [decision] = decisions;
  if (row === undefined || workload === undefined || decision === undefined)
    throw new Error("nothing is shared");
  const object = objectName(workload);
  const finding = { tool: row.tool, rule: row.rule, object, message: "the newest" };
  const violation = {
    policy: row.policies[0] ?? "",
    level: "mandatory",
    severity: "high",
    urn: object,
    message: "is the newest",
  } as const;

  test("is who alone objects, in either direction, and none where both or neither do", () => {
    const between = (...[ours, theirs]: readonly [boolean, boolean]) =>
      disagreements([workload], [row], ours ? [violation] : [], theirs ? [finding] : []).map(
        ({ objects }) => objects,
      );
    expect(between(true, true)).toEqual([]);
    expect(between(false, false)).toEqual([]);
    expect(between(true, false)).toEqual(["pack"]);
    expect(between(false, true)).toEqual(["linter"]);
  });

  test("needs a decision on its side that holds for the workload, and a decision needs a disagreement", () => {
    const found = disagreements([workload], [row], [violation], []);
    const fitting = {
      ...decision,
      tool: row.tool,
      rules: [row.rule],
      objects: "pack",
      when: () => true,
    } as const;
    expect(undecided(found, [fitting])).toEqual([]);
    expect(undecided(found, [])).toEqual([expect.stringContaining("only the pack objects: is the newest")]);
    expect(undecided(found, [{ ...fitting, when: () => false }])).toHaveLength(2);
    expect(undecided(found, [{ ...fitting, objects: "linter" }])).toHaveLength(2);
    expect(undecided([], [fitting])).toEqual([expect.stringContaining("explains nothing")]);
  });
});
