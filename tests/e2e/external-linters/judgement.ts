/** What a linter holds against an object. */
export interface Finding {
  readonly tool: Tool;
  /** The linter's own name of the rule. */
  readonly rule: string;
  /** `<kind>/<namespace>/<name>`; a cluster's own objects are in `default`. */
  readonly object: string;
  readonly message: string;
}

export type Tool = "kube-score" | "checkov";

/** What a linter said. */
export interface Judgement {
  /** Every object that it has a rule for and did judge, each named once. */
  readonly judged: readonly string[];
  readonly findings: readonly Finding[];
}
