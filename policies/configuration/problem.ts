/** What is wrong with a stack's policy configuration at one place. */
export interface ConfigurationProblem {
  readonly path: string;
  readonly value: unknown;
  readonly problem: string;
  readonly fix: string;
}
