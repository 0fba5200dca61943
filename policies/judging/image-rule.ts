import { type DeclaredImage, declaredImages } from "../kubernetes/declared-image.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { shownImage } from "../kubernetes/shown-text.ts";
import type { Inspection } from "./inspection.ts";
import { stateOf } from "./message.ts";
import { reporterOn } from "./report-field.ts";
import type { Rule, RuleText } from "./rule.ts";

/** What is wrong with an image, after the value itself; nothing where it is right. */
export interface ImageProblem {
  readonly problem: string;
  /** @default the rule's own */
  readonly fix?: string;
}

interface ImageRule extends RuleText {
  /** Which objects it judges; all of them where it doesn't say. */
  readonly concerns?: (manifest: Manifest, inspection: Inspection) => boolean;
  /** Whether it asks that there is one, where no operator has its own. @default false */
  readonly asksForOne?: boolean;
  readonly check: (reference: string, inspection: Inspection) => ImageProblem | undefined;
}

/** A rule that judges images one by one, whatever names them. */
export function imageRule({ concerns = () => true, asksForOne = false, check, ...text }: ImageRule): Rule {
  const judge = (image: DeclaredImage, inspection: Inspection): void => {
    const report = reporterOn(image.manifest, inspection, image.subject);
    const { value } = image.field;
    if (typeof value !== "string" || value === "") {
      if (asksForOne && !(image.mayBeLeftOut && !image.field.isSet))
        report(image.field, stateOf(image.field));
      return;
    }
    const found = check(value, inspection);
    const shown = shownImage(value);
    const state = shown === undefined ? stateOf(image.field) : `is ${JSON.stringify(shown)}`;
    if (found) report(image.field, `${state}, ${found.problem}`, found.fix);
  };
  return {
    ...text,
    judgeResource(manifests, inspection) {
      for (const image of manifests.flatMap((manifest) => declaredImages(manifest, inspection.attempt)))
        inspection.attempt(() => {
          if (!concerns(image.manifest, inspection)) return;
          inspection.applies();
          inspection.attempt(() => {
            judge(image, inspection);
          });
        });
    },
  };
}
