import type { Canary } from "../../model/rollout-strategy.ts";
import { newReleaseService } from "./rollout-services.ts";
import type { AnalysisReference, CanarySpec, CanaryStep, KeptReleases } from "./rollout-spec.ts";

/**
 * The canary of a service. The stable release keeps all its pods while the new one grows, so that calling it off is a
 * change of weights and nothing else.
 */
export const canarySpec = (
  name: string,
  strategy: Canary,
  analysis: AnalysisReference,
): Omit<CanarySpec, keyof KeptReleases> => ({
  stableService: name,
  canaryService: newReleaseService(name, strategy),
  trafficRouting: { traefik: { weightedTraefikServiceName: name } },
  maxUnavailable: 0,
  maxSurge: 1,
  steps: canarySteps(strategy, analysis),
});

/** Each share, and below all the traffic an analysis as long as the pause, which the next share has to wait for. */
const canarySteps = ({ weights }: Canary, analysis: AnalysisReference): CanaryStep[] =>
  weights.flatMap((weight) => [{ setWeight: weight }, ...(weight < 100 ? [{ analysis }] : [])]);
