import type { RuleSpec } from "../../../components/observability/alert-rule-spec.ts";
import type { Duration } from "../../../model/quantities/duration.ts";
import { playRules, type RuleTest } from "../../alerts/rule-file.ts";
import type { Mistake } from "./mistake.ts";

/** A mistake, and which of the courses of events must see it. */
export interface Mutant<Seer extends string = string> {
  readonly name: string;
  readonly seenBy: Seer;
  readonly mistake: Mistake;
}

/** Rules, and the mistakes in them that the tests must see. */
export interface Subject {
  readonly about: string;
  readonly rules: RuleSpec;
  readonly mutants: readonly Mutant[];
  /** Plays courses of events to rules that may have a mistake. @throws Error with what promtool says when one sees it */
  readonly play: (rules: RuleSpec, courses: readonly string[]) => Promise<void>;
}

/** Rules whose courses of events are known by their names. */
export const courseSubject = ({
  step,
  evaluated = step,
  courses,
  ...subject
}: Omit<Subject, "play"> & {
  /** From one value to the next. */
  readonly step: Duration;
  /** From one evaluation to the next. @default as long */
  readonly evaluated?: Duration;
  readonly courses: readonly RuleTest[];
}): Subject => ({
  ...subject,
  play: (rules, names) =>
    playRules(
      rules,
      step,
      names.map((name) => {
        const found = courses.find((course) => course.name === name);
        if (!found) throw new Error(`No course of events on ${subject.about} is called "${name}"`);
        return found;
      }),
      evaluated,
    ),
});
