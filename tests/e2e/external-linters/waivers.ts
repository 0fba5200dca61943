import type { Tool } from "./judgement.ts";

/** A rule of a linter that is not followed, and why. */
export interface Waiver {
  readonly tool: Tool;
  readonly rule: string;
  /** The objects that it excuses: of any name, or these. */
  readonly objects: "all" | readonly string[];
  readonly reason: string;
}

/** As many as there may be. */
export const MOST_WAIVERS = 5;

export const waivers: readonly Waiver[] = [
  {
    tool: "checkov",
    rule: "CKV_K8S_35",
    objects: "all",
    reason:
      "The programs read their secrets from environment variables, whose names are required of us; none reads a file.",
  },
  {
    tool: "checkov",
    rule: "CKV_K8S_40",
    objects: "all",
    reason:
      "Each image is built for its own user, 1000 or 1001 where one is required, and its files belong to that user. None is root.",
  },
  {
    tool: "kube-score",
    rule: "container-security-context-user-group-id",
    objects: "all",
    reason: "As for CKV_K8S_40: it wants users and groups above 10000, and they are those of the images.",
  },
  {
    tool: "kube-score",
    rule: "container-image-pull-policy",
    objects: "all",
    reason:
      "Images are pinned by digest, so a node's copy is the image. Always would ask the registry at every start, and a pod could not start without it.",
  },
  {
    tool: "kube-score",
    rule: "pod-probes-identical",
    objects: [
      "Deployment/crb-analyser-production/crb-backend",
      "Deployment/odd-scenes-production/ai-backend",
      "Deployment/odd-scenes-production/frontend",
    ],
    reason:
      "One cheap health path is all that is required of these programs. It touches no dependency, so asking it for liveness restarts no pod for another's outage.",
  },
];
