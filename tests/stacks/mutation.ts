export type Json = Record<string, unknown>;

/** Steps into a captured manifest by field names and array indexes. */
export const at = (value: unknown, ...path: (string | number)[]): Json =>
  path.reduce<unknown>((inner, step) => (inner as Json)[step], value) as Json;

/** The spec of the pods that a captured workload makes. */
export const pod = (inputs: unknown): Json => at(inputs, "spec", "template", "spec");

/** Their first container. */
export const container = (inputs: unknown): Json => at(pod(inputs), "containers", 0);

/** The first container of a captured CronJob's pods. */
export const taskContainer = (inputs: unknown): Json =>
  at(inputs, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0);

/** One change to a stack that a rule must notice. */
export interface Mutation {
  readonly resource: string;
  readonly change: (inputs: Json) => void;
  /** Whether updates also stop leaving fields alone that others change. */
  readonly ignoresNothing?: boolean;
  /** Rules that the same change breaks, since one asks for more than the other. */
  readonly alsoFires?: readonly string[];
  /** Whether the changed object comes as a second one, beside the one that stays as it is. */
  readonly isAdded?: boolean;
  /** The type token of what is added, where the stack has none of it. @default that of the resource */
  readonly type?: string;
  /** The resource that is blamed, where it is another one. @default resource */
  readonly blames?: string;
  /** Where production has nothing of the kind. @default production */
  readonly stack?: "dev";
}
