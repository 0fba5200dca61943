import type { Tool } from "../external-linters/judgement.ts";
import type { Manifest } from "../external-linters/manifest.ts";
import {
  containersOf,
  initContainersOf,
  type Json,
  mainContainersOf,
  podSpecOf,
  profilesOf,
} from "./pod-parts.ts";

/** Where the pack and a linter part, on purpose. */
export interface Decision {
  readonly tool: Tool;
  readonly rules: readonly string[];
  /** Who alone objects. */
  readonly objects: "pack" | "linter";
  /** What a workload has when they part. */
  readonly when: (workload: Manifest) => boolean;
  readonly reason: string;
}

const some = (workload: Manifest, test: (container: Json) => boolean): boolean =>
  containersOf(workload).some(test);

const isZero = (quantity: unknown): boolean => quantity === 0 || quantity === "0";
const amount = (container: Json, bound: string, resource: string): unknown =>
  ((container["resources"] as Json | null | undefined)?.[bound] as Json | null | undefined)?.[resource];
const has = (value: unknown): boolean => value !== undefined && value !== null;

const handlers = ["httpGet", "exec", "tcpSocket"];
const asksNothing = (probe: unknown): boolean =>
  typeof probe === "object" && probe !== null && !handlers.some((handler) => has((probe as Json)[handler]));

const hasEndingPods = (workload: Manifest): boolean =>
  ["Never", "OnFailure"].includes(String(podSpecOf(workload)["restartPolicy"]));

const securityOf = (owner: Json): Json => (owner["securityContext"] ?? {}) as Json;

/** Whether something in it says so, or some container is not told otherwise. */
function mayRunAsRoot(workload: Manifest): boolean {
  const pod = securityOf(podSpecOf(workload));
  const containers = containersOf(workload).map(securityOf);
  return (
    [pod, ...containers].some(({ runAsNonRoot, runAsUser }) => runAsNonRoot === false || runAsUser === 0) ||
    containers.some(({ runAsNonRoot }) => (runAsNonRoot ?? pod["runAsNonRoot"]) !== true)
  );
}

const capabilityLists = (container: Json): Readonly<Record<string, readonly string[] | undefined>> =>
  (securityOf(container)["capabilities"] ?? {}) as Readonly<Record<string, readonly string[] | undefined>>;

const resourceRules = [
  ["CKV_K8S_10", "requests", "cpu"],
  ["CKV_K8S_11", "limits", "cpu"],
  ["CKV_K8S_12", "requests", "memory"],
  ["CKV_K8S_13", "limits", "memory"],
] as const;

export const decisions: readonly Decision[] = [
  {
    tool: "kube-score",
    rules: ["container-image-tag"],
    objects: "pack",
    when: (workload) => some(workload, ({ image }) => /:\d+\/[^:@]+$/.test(String(image))),
    reason: "It takes the port of a registry for a tag. Without one the image is still the latest.",
  },
  {
    tool: "kube-score",
    rules: ["container-seccomp-profile"],
    objects: "pack",
    when: (workload) => profilesOf(workload).some(has),
    reason: "It is content with any profile, Unconfined among them, and doesn't look at init containers.",
  },
  {
    tool: "kube-score",
    rules: ["pod-probes-identical"],
    objects: "pack",
    when: (workload) => some(workload, ({ livenessProbe }) => asksNothing(livenessProbe)),
    reason: "It compares handlers. Two probes that have none, and the same figures, are the same to us.",
  },
  {
    tool: "kube-score",
    rules: ["pod-probes-identical"],
    objects: "linter",
    when: (workload) => hasEndingPods(workload),
    reason:
      "Pods that are not restarted do a task and end: nothing calls them, and nothing waits for them to be ready.",
  },
  {
    tool: "kube-score",
    rules: ["pod-probes-identical"],
    objects: "linter",
    when: (workload) =>
      initContainersOf(workload).some(
        ({ restartPolicy, livenessProbe }) => restartPolicy !== "Always" && has(livenessProbe),
      ),
    reason: "An init container that ends has no probes: the API server refuses them.",
  },
  {
    tool: "kube-score",
    rules: ["label-values"],
    objects: "pack",
    when: (workload) => workload.kind !== "Pod" || (workload.metadata.labels?.["tier"] ?? "").length > 63,
    reason: "It looks at the labels of the object alone, not of its template, and not at their length.",
  },
  {
    tool: "kube-score",
    rules: ["cronjob-has-deadline"],
    objects: "pack",
    when: ({ spec }) => spec?.["startingDeadlineSeconds"] === 0,
    reason:
      "Below ten seconds the controller, which looks that often, starts nothing: a deadline of 0 is none.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_8", "CKV_K8S_9"],
    objects: "pack",
    when: (workload) =>
      mainContainersOf(workload).some((container) =>
        [container["livenessProbe"], container["readinessProbe"]].some(asksNothing),
      ),
    reason: "A probe without a handler asks nothing, and the API server refuses it.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_8", "CKV_K8S_9"],
    objects: "pack",
    when: (workload) => initContainersOf(workload).some(({ restartPolicy }) => restartPolicy === "Always"),
    reason:
      "It looks at no init container. One that is restarted runs as long as the pod, and can fail as silently.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_8", "CKV_K8S_9"],
    objects: "linter",
    when: (workload) => hasEndingPods(workload),
    reason:
      "Pods that are not restarted do a task and end. For kinds that keep their pods up valid-restart-policy refuses the policy itself.",
  },
  ...resourceRules.map(([rule, bound, resource]): Decision => ({
    tool: "checkov",
    rules: [rule],
    objects: "pack",
    when: (workload) => some(workload, (container) => isZero(amount(container, bound, resource))),
    reason: "The scheduler takes an amount of zero for none.",
  })),
  ...resourceRules
    .filter(([, bound]) => bound === "requests")
    .map(([rule, bound]): Decision => ({
      tool: "checkov",
      rules: [rule],
      objects: "pack",
      when: (workload) =>
        some(workload, ({ resources }) => !has((resources as Json | null | undefined)?.[bound])),
      reason: "Where a container has no requests at all it says nothing.",
    })),
  {
    tool: "checkov",
    rules: ["CKV_K8S_23"],
    objects: "pack",
    when: mayRunAsRoot,
    reason:
      "It is content with one of runAsNonRoot and a user other than 0. The restricted standard asks for the first in any case.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_26"],
    objects: "linter",
    when: (workload) =>
      some(workload, ({ ports }) =>
        ((ports ?? []) as readonly Json[]).some(({ hostPort }) => hostPort === 0),
      ),
    reason: "A hostPort of 0 is none: the standard says so.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_27"],
    objects: "pack",
    when: (workload) => JSON.stringify(podSpecOf(workload)).includes('"hostPath":{"path":"/etc"}'),
    reason: "It looks for the socket of the container runtime. We allow no path of the node.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_28", "CKV_K8S_37"],
    objects: "pack",
    when: (workload) =>
      some(workload, (container) => {
        const { drop = [], add = [] } = capabilityLists(container);
        return !drop.includes("ALL") || add.length > 0;
      }),
    reason:
      "It is content when NET_RAW is dropped, or all, in letters of any case. The restricted standard wants ALL.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_25"],
    objects: "linter",
    when: (workload) =>
      some(workload, (container) =>
        (capabilityLists(container)["add"] ?? []).some((name) =>
          ["NET_BIND_SERVICE", "CHOWN"].includes(name),
        ),
      ),
    reason:
      "The baseline allows what runtimes give by themselves. require-drop-all-capabilities refuses all of it but NET_BIND_SERVICE, as the restricted standard does.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_39"],
    objects: "pack",
    when: (workload) =>
      some(workload, (container) =>
        (capabilityLists(container)["add"] ?? []).some((name) => name !== "SYS_ADMIN"),
      ),
    reason:
      "It looks for SYS_ADMIN under that name alone. The baseline refuses more, and CAP_SYS_ADMIN as well.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_31"],
    objects: "pack",
    when: (workload) => profilesOf(workload).some((profile) => has(profile) && !isConfining(profile)),
    reason: "It looks at the pod's profile, and at those of containers only where the pod has none.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_31"],
    objects: "pack",
    when: (workload) => initContainersOf(workload).length > 0,
    reason: "It looks at no init container.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_31"],
    objects: "linter",
    when: (workload) =>
      profilesOf(workload).some((profile) => (profile as Json | null)?.["type"] === "Localhost"),
    reason: "The standard allows a profile of the node's own, too.",
  },
  {
    tool: "checkov",
    rules: ["CKV_K8S_31"],
    objects: "linter",
    when: ({ kind }) => kind === "CronJob",
    reason: "In a CronJob it looks at the pod's profile alone.",
  },
];

const isConfining = (profile: unknown): boolean =>
  ["RuntimeDefault", "Localhost"].includes(String((profile as Json)["type"]));
