import type { BlueGreen } from "../../model/rollout-strategy.ts";
import { newReleaseService } from "./rollout-services.ts";
import type { AnalysisReference, BlueGreenSpec, KeptReleases } from "./rollout-spec.ts";

/**
 * The blue-green strategy of a service. The new release can be tested behind its preview Service, where nobody else
 * reaches it, so there are no answers to judge; they are judged once it has the traffic, which goes back if they are bad.
 */
export const blueGreenSpec = (
  name: string,
  strategy: BlueGreen,
  analysis: AnalysisReference,
): Omit<BlueGreenSpec, keyof KeptReleases> => ({
  activeService: name,
  previewService: newReleaseService(name, strategy),
  autoPromotionEnabled: true,
  autoPromotionSeconds: strategy.preview.wholeSeconds,
  maxUnavailable: 0,
  postPromotionAnalysis: analysis,
});
