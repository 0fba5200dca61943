import { tryRules } from "./rule-cases.ts";
import { type Json, resource, unknownText } from "./workloads.ts";

const metadata = { name: "database", namespace: "shop" };
const postgres = (kind: "Cluster" | "Pooler", spec: Json = {}) =>
  resource(`kubernetes:postgresql.cnpg.io/v1:${kind}`, { metadata, spec }, kind);
const monitor = (matchLabels: Json, changes: Json = {}, namespace = "shop") =>
  resource("kubernetes:monitoring.coreos.com/v1:PodMonitor", {
    metadata: { name: "database", namespace },
    spec: { selector: { matchLabels }, ...changes },
  });
const ofCluster = { "cnpg.io/cluster": "database" };

tryRules([
  {
    rule: "postgres-monitored",
    passes: {
      "a cluster that is selected": [postgres("Cluster"), monitor(ofCluster)],
      "one that is selected from another namespace": [
        postgres("Cluster", { monitoring: { enablePodMonitor: false } }),
        monitor(ofCluster, { namespaceSelector: { matchNames: ["shop"] } }, "monitoring"),
      ],
      "a pooler by its own name": [postgres("Pooler"), monitor({ "cnpg.io/poolerName": "database" })],
    },
    fails: {
      "Cluster shop/database: metadata.name is selected by no PodMonitor of the stack.": [
        postgres("Cluster"),
        monitor({ "cnpg.io/cluster": "other" }),
      ],
      "metadata.name is selected by no PodMonitor": [
        postgres("Cluster"),
        monitor(ofCluster, {}, "elsewhere"),
      ],
      "Pooler shop/database: metadata.name is selected by no PodMonitor": [
        postgres("Pooler"),
        monitor({ "cnpg.io/podRole": "instance" }),
      ],
      "spec.monitoring.enablePodMonitor is true, which is deprecated.": [
        postgres("Cluster", { monitoring: { enablePodMonitor: true } }),
        monitor(ofCluster),
      ],
    },
    open: [postgres("Cluster"), monitor({ "cnpg.io/cluster": unknownText })],
  },
]);
