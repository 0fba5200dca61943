import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { stackRule } from "../judging/stack-rule.ts";
import { someField, type Field } from "../kubernetes/field.ts";
import { podsOf } from "../kubernetes/pods.ts";
import { isReplicated, replicasOf } from "../kubernetes/replicas.ts";
import { selectsByLabels } from "../kubernetes/selector.ts";
import { isTemplateOfRollout, podSourceOf } from "../kubernetes/workload-reference.ts";

const hosts = "kubernetes.io/hostname";
const zones = "topology.kubernetes.io/zone";
const terms = [
  "requiredDuringSchedulingIgnoredDuringExecution",
  "preferredDuringSchedulingIgnoredDuringExecution",
];

export const requireTopologySpread = stackRule({
  name: "require-topology-spread",
  displayName: "Pods are spread over nodes and zones",
  description:
    "Every Deployment, StatefulSet and Rollout of more than one pod is spread over nodes, by anti-affinity or a spread constraint, and over zones, in every environment but dev.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "Left alone, the scheduler may put all pods on one node, and its loss takes all of them.",
  fix: "add topologySpreadConstraints for kubernetes.io/hostname and topology.kubernetes.io/zone that select the pods.",
  remediation: [
    "Add a constraint with topologyKey topology.kubernetes.io/zone and maxSkew 1, with the workload's own selector as labelSelector.",
    "Add one for kubernetes.io/hostname, or a podAntiAffinity for it.",
    "whenUnsatisfiable: ScheduleAnyway starts pods also where a zone is gone.",
  ],
  parameters: environmentParameters,
  concerns: (manifest, { settings }) => isReplicated(manifest) && !isExcepted(manifest, settings),
  checks: [hosts, zones].map((topology) => (workload, report, stack) => {
    const pods = podsOf(podSourceOf(workload, stack));
    const { fewest, autoscaler } = replicasOf(workload, stack);
    const isOne =
      isTemplateOfRollout(workload, stack) ||
      (autoscaler === undefined && (fewest === undefined || fewest < 2));
    const spec = pods?.template?.spec;
    if (isOne || !pods || !spec) {
      return;
    }
    const apart = (term: Field): boolean =>
      term.at("topologyKey").value === topology &&
      term.at("labelSelector").isSet &&
      selectsByLabels(term.at("labelSelector"), pods);
    const constraints = spec.at("topologySpreadConstraints");
    const isSpread =
      someField(constraints.items(), apart) ||
      someField(terms, (kind) =>
        someField(
          spec.at("affinity", "podAntiAffinity", kind).items(),
          (term) => apart(term) || apart(term.at("podAffinityTerm")),
        ),
      );
    if (!isSpread) {
      report(constraints, `doesn't spread these pods over ${topology}`);
    }
  }),
});
