import type { Field } from "./field.ts";
import { kindKey } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

export const isRollout = ({ kind }: Manifest): boolean => kindKey(kind) === "argoproj.io/Rollout";

export const isAnalysisTemplate = ({ kind }: Manifest): boolean =>
  ["argoproj.io/AnalysisTemplate", "argoproj.io/ClusterAnalysisTemplate"].includes(kindKey(kind));

export const canaryOf = ({ root }: Manifest): Field => root.at("spec", "strategy", "canary");
export const blueGreenOf = ({ root }: Manifest): Field => root.at("spec", "strategy", "blueGreen");

export const stepsOf = (rollout: Manifest): readonly Field[] => canaryOf(rollout).at("steps").items();

/** An analysis that a release asks for. */
export interface ReleaseAnalysis {
  readonly root: Field;
  /** Whether it only runs once everybody is served by the new version. */
  readonly isAfterwards: boolean;
}

/** The analyses of a Rollout that are written: beside its steps, in one of them, before or after a promotion. */
export function analysesOf(rollout: Manifest): readonly ReleaseAnalysis[] {
  const blueGreen = blueGreenOf(rollout);
  return [
    { root: canaryOf(rollout).at("analysis"), isAfterwards: false },
    ...stepsOf(rollout).map((step) => ({ root: step.at("analysis"), isAfterwards: false })),
    { root: blueGreen.at("prePromotionAnalysis"), isAfterwards: false },
    { root: blueGreen.at("postPromotionAnalysis"), isAfterwards: true },
  ].filter(({ root }) => root.isSet);
}

/** Whether a reference of an analysis means a template: one of the namespace or, where it says so, of the cluster. */
export function meansTemplate(
  reference: Field,
  namespace: string,
  template: { readonly kind: string; readonly namespace: string; readonly name: string },
): boolean {
  const ofCluster = reference.at("clusterScope").value === true;
  return (
    reference.at("templateName").value === template.name &&
    (ofCluster
      ? template.kind === "ClusterAnalysisTemplate"
      : template.kind === "AnalysisTemplate" && template.namespace === namespace)
  );
}
