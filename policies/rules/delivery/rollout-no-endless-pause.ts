import { environmentParameters, isExcepted } from "../../judging/environments.ts";
import { manifestRule } from "../../judging/manifest-rule.ts";
import { blueGreenOf, isRollout, stepsOf } from "../../kubernetes/rollout.ts";

/** What Argo Rollouts takes for a time: seconds, or a number with a unit. */
const time = /^[1-9]\d*[smh]?$/;

export const rolloutNoEndlessPause = manifestRule({
  name: "rollout-no-endless-pause",
  displayName: "A release goes on by itself",
  description:
    "No Rollout waits for a person without an end, in every environment but those where somebody promotes by hand.",
  severity: "medium",
  tags: ["delivery", "SRE"],
  why: "A release that waits without an end is forgotten half done, and the next one starts from there.",
  fix: "give the pause a duration, or let an analysis decide.",
  remediation: [
    "Write pause: { duration: 5m } in place of pause: {}.",
    "Put an analysis in place of a pause that somebody is to look in.",
    "For blue-green set autoPromotionSeconds where autoPromotionEnabled is false.",
  ],
  parameters: environmentParameters,
  concerns: (manifest, { settings }) => isRollout(manifest) && !isExcepted(manifest, settings),
  checks: [
    (rollout, report, { attempt }) => {
      for (const step of stepsOf(rollout)) {
        attempt(() => {
          const pause = step.at("pause");
          if (!pause.isSet) return;
          const { value } = pause.at("duration");
          if (!pause.at("duration").isSet) report(pause, "has no duration and waits without an end");
          else if (!time.test(String(value)))
            report(pause.at("duration"), "is no time above zero, such as 90, 5m or 1h");
        });
      }
    },
    (rollout, report) => {
      const blueGreen = blueGreenOf(rollout);
      if (blueGreen.at("autoPromotionEnabled").value === false && !blueGreen.at("autoPromotionSeconds").isSet)
        report(blueGreen.at("autoPromotionEnabled"), "is false, and autoPromotionSeconds is not set");
    },
  ],
});
