import { stackRule } from "../judging/stack-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { isPodMonitor, watches } from "../kubernetes/monitor.ts";
import { podsOf } from "../kubernetes/pods.ts";

const kinds: readonly string[] = ["postgresql.cnpg.io/Cluster", "postgresql.cnpg.io/Pooler"];

export const postgresMonitored = stackRule({
  name: "postgres-monitored",
  displayName: "Postgres is measured",
  description:
    "Every Postgres cluster and every pooler is watched by a PodMonitor of the stack, and not by one that the operator makes.",
  severity: "medium",
  tags: ["data", "metrics", "SRE"],
  why: "Without its figures nobody is told that the log is not archived or a standby has fallen behind, and the operator stops making monitors.",
  fix: "write a PodMonitor that selects cnpg.io/cluster, and remove monitoring.enablePodMonitor.",
  remediation: [
    "Write a PodMonitor in the cluster's namespace: selector.matchLabels with cnpg.io/cluster, port metrics.",
    "For a pooler select cnpg.io/poolerName.",
    "Remove spec.monitoring.enablePodMonitor: it is deprecated.",
  ],
  concerns: ({ kind }) => kinds.includes(kindKey(kind)),
  checks: [
    (postgres, report, stack) => {
      const pods = podsOf(postgres);
      if (pods && !someField(stack.filter(isPodMonitor), (monitor) => watches(monitor, pods)))
        report(postgres.root.at("metadata", "name"), "is selected by no PodMonitor of the stack");
    },
    ({ root }, report) => {
      const own = root.at("spec", "monitoring", "enablePodMonitor");
      if (own.value === true) report(own, "is true, which is deprecated");
    },
  ],
});
