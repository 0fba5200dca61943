import type { Manifest } from "./manifest.ts";
import type { LintedObjects } from "./production.ts";

const labels = { "app.kubernetes.io/name": "careless" };

/** A workload that no linter may let pass: the newest image whatever it is, run as root, with no limits or probes. */
const careless: Manifest = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "careless", namespace: "shop", labels },
  spec: {
    replicas: 2,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: "careless",
            image: "nginx:latest",
            securityContext: { runAsUser: 0, privileged: true, allowPrivilegeEscalation: true },
          },
        ],
      },
    },
  },
};

/** What the linters have to find something wrong with, or they prove nothing. */
export const badObjects: LintedObjects = { own: [careless], operatorPods: [] };
