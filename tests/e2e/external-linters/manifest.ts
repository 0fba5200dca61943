/** The parts of a Kubernetes object that linters are fed by. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
}

/** How findings name an object: `<kind>/<namespace>/<name>`. */
export const objectName = ({ kind, metadata: { namespace = "default", name } }: Manifest): string =>
  `${kind}/${namespace}/${name}`;

/** What an operator makes pods of that are its own for the most part: command, probe and mounts come from it. */
const completedByOperator = ["Pooler"];

/** Whether it makes pods, by its form and not by its kind, so that no new kind goes unjudged. */
export function makesPods({ kind, spec = {} }: Manifest): boolean {
  if (completedByOperator.includes(kind)) return false;
  const template = spec["jobTemplate"] ?? spec["template"];
  return (
    typeof template === "object" && template !== null && JSON.stringify(template).includes('"containers":')
  );
}
