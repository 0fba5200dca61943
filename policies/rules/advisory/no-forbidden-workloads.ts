import { imageRule } from "../../judging/image-rule.ts";
import { manifestRule } from "../../judging/manifest-rule.ts";
import type { Rule, RuleText } from "../../judging/rule.ts";
import { textsParameter } from "../../judging/settings.ts";
import { parseImageReference } from "../../kubernetes/image-reference.ts";
import { isService, selectorOf } from "../../kubernetes/service.ts";

const programs = "programs";

const text: RuleText = {
  name: "no-forbidden-workloads",
  displayName: "No doors that are known to stand open",
  description: "No pod runs Tiller, the Kubernetes dashboard or git-sync, and no Service leads to one.",
  severity: "medium",
  level: "advisory",
  tags: ["images", "NSA"],
  why: "They hold more of the cluster's rights than whoever reaches them should have, and attackers look for them first.",
  fix: "remove it.",
  remediation: [
    "Helm 3 and later need no Tiller: remove it and its ServiceAccount.",
    "In place of the dashboard use kubectl or a program on one's own machine, with one's own rights.",
    "Build what git-sync fetches into the image, so that what runs is what was tested.",
  ],
  parameters: {
    [programs]: textsParameter("The programs, by the last part of their images' names.", [
      "tiller",
      "kubernetes-dashboard",
      "kubernetesui/dashboard",
      "git-sync",
    ]),
  },
};

const ofImages = imageRule({
  ...text,
  check: (reference, { settings }) => {
    const { repository } = parseImageReference(reference);
    const program = settings.texts(programs).find((each) => `/${repository}`.endsWith(`/${each}`));
    return program === undefined ? undefined : { problem: `which is ${program}` };
  },
});

const ofServices = manifestRule({
  ...text,
  concerns: isService,
  checks: [
    (service, report, { settings, attempt }) => {
      const values = selectorOf(service)
        .entries()
        .map(([, value]) => value);
      for (const field of [service.root.at("metadata", "name"), ...values]) {
        attempt(() => {
          const program = settings.texts(programs).find((each) => each === field.value);
          if (program !== undefined) report(field, `is ${program}`);
        });
      }
    },
  ],
});

export const noForbiddenWorkloads: Rule = {
  ...text,
  judgeResource(manifests, inspection) {
    for (const rule of [ofImages, ofServices]) rule.judgeResource?.(manifests, inspection);
  },
};
