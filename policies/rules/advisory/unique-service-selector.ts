import type { StackManifest } from "../../judging/rule.ts";
import { stackRule } from "../../judging/stack-rule.ts";
import { namespaceOf } from "../../kubernetes/manifest.ts";
import { blueGreenOf, canaryOf, isRollout } from "../../kubernetes/rollout.ts";
import { isService, selectorOf } from "../../kubernetes/service.ts";

export const uniqueServiceSelector = stackRule({
  name: "unique-service-selector",
  displayName: "Services lead to different pods",
  description:
    "No two Services of a namespace have the same selector, but those of a release and headless ones.",
  severity: "low",
  level: "advisory",
  tags: ["network"],
  why: "Two names for the same pods are mostly a copy that was not finished, and one of them leads to the wrong pods.",
  fix: "give the selector the label that tells the pods apart, or remove one of the Services.",
  remediation: [
    "Compare both selectors with the labels of the pods that each was written for.",
    "Where one is left over, remove it.",
  ],
  concerns: (manifest) => isService(manifest) && selectorOf(manifest).entries().length > 0,
  checks: [
    (service, report, stack) => {
      const keyOfThis = keyOf(service);
      if (keyOfThis === undefined || isOfRelease(service, stack)) return;
      const first = stack.find(
        (each) => isService(each) && !isOfRelease(each, stack) && keyOf(each) === keyOfThis,
      );
      if (first !== undefined && first.urn !== service.urn)
        report(selectorOf(service), `is that of ${first.subject}, too`);
    },
  ],
});

/** What two Services have in common that lead to the same pods; a headless one gives names and leads nowhere. */
function keyOf(service: StackManifest): string | undefined {
  if (service.root.at("spec", "clusterIP").value === "None") return undefined;
  const labels = selectorOf(service)
    .entries()
    .map(([key, field]) => [key, field.value]);
  return labels.length === 0 ? undefined : JSON.stringify([namespaceOf(service), labels.sort()]);
}

/** A Rollout's Services begin with one selector; its controller then adds the release. */
function isOfRelease(service: StackManifest, stack: readonly StackManifest[]): boolean {
  const { value: name } = service.root.at("metadata", "name");
  return stack.some(
    (rollout) =>
      isRollout(rollout) &&
      namespaceOf(rollout) === namespaceOf(service) &&
      [
        canaryOf(rollout).at("stableService"),
        canaryOf(rollout).at("canaryService"),
        blueGreenOf(rollout).at("activeService"),
        blueGreenOf(rollout).at("previewService"),
      ].some(({ value }) => value === name),
  );
}
