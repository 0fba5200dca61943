import type { Field } from "../kubernetes/field.ts";
import type { Settings } from "./settings.ts";
import { isUnknownValue } from "./unknown.ts";

export interface Violation {
  /** What was judged, in words: the object and, where there is one, the container. */
  readonly subject: string;
  readonly field: Field;
  /** What is wrong with the field, to be read after its path. */
  readonly problem: string;
  /** How to fix this very violation, where the rule's own sentence is too general. */
  readonly fix?: string;
  /** The resource at fault, where a whole stack is judged. */
  readonly urn?: string;
  /**
   * Advisory is for what can't be proved from the stack alone: it is told, and stops nothing. Mandatory is for what a stack
   * can't make advice. @default the level that the stack gives the rule
   */
  readonly level?: "advisory" | "mandatory";
}

interface Circumstances {
  readonly settings: Settings;
  readonly isDryRun: boolean;
  readonly report: (violation: Violation) => void;
}

/** One rule's look at one resource, or at a whole stack. */
export class Inspection {
  readonly settings: Settings;
  readonly isDryRun: boolean;
  readonly report: (violation: Violation) => void;
  #applies = false;
  #unknown: Error | undefined;

  constructor({ settings, isDryRun, report }: Circumstances) {
    this.settings = settings;
    this.isDryRun = isDryRun;
    this.report = report;
  }

  /**
   * Runs one independent check. An unknown value ends this check and no other, so that it can hide nothing that
   * is already certain; it is raised again once all checks are done.
   */
  readonly attempt = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (!isUnknownValue(error)) {
        throw error;
      }
      this.#unknown ??= error;
    }
  };

  /** Says that the rule has a say here. A rule that never says so is reported as not applicable. */
  applies(): void {
    this.#applies = true;
  }

  /** Whether the rule applied. Throws if a value that it needed cannot be known during preview. */
  settle(): boolean {
    if (this.#unknown !== undefined) {
      throw this.#unknown;
    }
    return this.#applies;
  }
}
