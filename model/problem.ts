/** One thing that is wrong in a declaration or in a stack's configuration. */
export interface Problem {
  /** Where: the path of the field, for example `atlas-ux.services.web.port`. */
  readonly path: string;
  /** What is wrong, with the value that was given, and what to write instead. */
  readonly message: string;
}

/** Thrown once, with every problem that was found, so that a person mends them in one go. */
export class ValidationError extends Error {
  readonly problems: readonly Problem[];

  /**
   * @param subject What was validated; opens the message.
   * @param problems Everything that is wrong with it; must not be empty.
   */
  constructor(subject: string, problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      [`${subject}: ${count}`, ...problems.map(({ path, message }) => `  ${path}: ${message}`)].join("\n"),
    );
    this.name = "ValidationError";
    this.problems = problems;
  }
}

/**
 * Throws when there is at least one problem.
 * @throws ValidationError
 */
export function throwIfAny(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ValidationError(subject, problems);
}
