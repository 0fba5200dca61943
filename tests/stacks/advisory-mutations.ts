import { role } from "./access-mutations.ts";
import { at, container, type Json, type Mutation, pod } from "./mutation.ts";

const metadata = (inputs: Json): Json => at(inputs, "metadata");
const spec = (inputs: Json): Json => at(inputs, "spec");

/** One change for each rule that only advises. */
export const advisoryMutations: Readonly<Record<string, Mutation>> = {
  "image-pull-policy-matches-reference": {
    resource: "atlas-ux-web",
    change: (inputs) => (container(inputs)["imagePullPolicy"] = "Always"),
  },
  "no-forbidden-workloads": {
    resource: "odd-scenes-backend",
    change: (inputs) =>
      (container(inputs)["image"] = String(container(inputs)["image"]).replace("/backend@", "/git-sync@")),
  },
  "memory-request-equals-limit": {
    resource: "odd-scenes-backend",
    change: (inputs) => (at(container(inputs), "resources", "requests")["memory"] = "255Mi"),
  },
  "limit-request-ratio": {
    resource: "odd-scenes-backend",
    change: (inputs) => (at(container(inputs), "resources", "requests")["cpu"] = "2m"),
  },
  "require-startup-probe": {
    resource: "odd-scenes-backend",
    change: (inputs) => {
      delete container(inputs)["startupProbe"];
      at(container(inputs), "livenessProbe")["initialDelaySeconds"] = 60;
    },
  },
  "no-exec-probe-commands": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => (container(inputs)["startupProbe"] = { exec: { command: ["ps", "aux"] } }),
  },
  "graceful-termination": {
    resource: "odd-scenes-backend",
    change: (inputs) => (pod(inputs)["terminationGracePeriodSeconds"] = 5),
  },
  "pdb-unhealthy-eviction-policy": {
    resource: "atlas-ux-web-disruption-budget",
    change: (inputs) => delete spec(inputs)["unhealthyPodEvictionPolicy"],
  },
  "no-node-pinning": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => (pod(inputs)["nodeName"] = "node-1"),
  },
  "require-priority-class": {
    resource: "atlas-ux-email-worker",
    change: (inputs) => delete pod(inputs)["priorityClassName"],
  },
  "job-bounded-runtime": {
    resource: "odd-scenes-migration",
    change: (inputs) => delete spec(inputs)["activeDeadlineSeconds"],
  },
  "cronjob-concurrency-policy": {
    resource: "atlas-ux-database-dump",
    change: (inputs) => delete spec(inputs)["concurrencyPolicy"],
  },
  "require-high-uid": {
    resource: "atlas-ux-frontend",
    change: (inputs) => (at(pod(inputs), "securityContext")["runAsUser"] = 33),
  },
  "require-non-root-groups": {
    resource: "odd-scenes-backend",
    change: (inputs) => (at(pod(inputs), "securityContext")["supplementalGroups"] = [0]),
  },
  "no-interactive-tty": {
    resource: "atlas-ux-scheduler",
    change: (inputs) => (container(inputs)["tty"] = true),
  },
  "no-sudo-entrypoint": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => (container(inputs)["command"] = ["sudo", "uvicorn"]),
  },
  "no-shared-process-namespace": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => (pod(inputs)["shareProcessNamespace"] = true),
  },
  "no-pod-create-rbac": role("", "pods", "create"),
  "no-broad-delete-rbac": role("", "events", "delete"),
  "no-endpoint-edit-rbac": role("discovery.k8s.io", "endpointslices", "patch"),
  "prefer-secret-files": {
    resource: "odd-scenes-vector-store",
    change: (inputs) =>
      (container(inputs)["env"] = [
        { name: "A", valueFrom: { secretKeyRef: { name: "a", key: "a", optional: true } } },
      ]),
  },
  "network-policy-peer-exists": {
    resource: "odd-scenes-backend.to.cache-policy",
    change: (inputs) =>
      (at(spec(inputs), "egress", 0, "to", 0, "podSelector", "matchLabels")["app.kubernetes.io/name"] =
        "memcached"),
  },
  "unique-service-selector": {
    resource: "odd-scenes-ai-backend-service",
    isAdded: true,
    change: (inputs) => (metadata(inputs)["name"] = "ai-backend-too"),
  },
  "container-ports-valid": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) =>
      (container(inputs)["ports"] as Json[]).push({ name: "Debug", containerPort: 9229, protocol: "TCP" }),
  },
  "allowed-ingress-class": {
    resource: "atlas-ux-gateway",
    change: (inputs) => delete spec(inputs)["gatewayClassName"],
  },
  "require-annotations": {
    resource: "atlas-ux-web",
    change: (inputs) => (metadata(inputs)["annotations"] = { "a8r.io/owner": "shop" }),
  },
  "encrypted-storage": {
    resource: "odd-scenes-cache-claim",
    isAdded: true,
    type: "kubernetes:storage.k8s.io/v1:StorageClass",
    change: (inputs) => {
      delete inputs["spec"];
      inputs["provisioner"] = "ebs.csi.aws.com";
    },
  },
  "volume-backup-policy": {
    resource: "odd-scenes-cache-claim",
    change: (inputs) => (spec(inputs)["accessModes"] = ["ReadWriteMany", "ReadWriteOnce"]),
  },
  "allowed-certificate-issuer": {
    resource: "atlas-ux-web-certificate",
    change: (inputs) => (spec(inputs)["duration"] = "8760h"),
  },
  "service-requires-slo": {
    resource: "odd-scenes-backend-service",
    isAdded: true,
    type: "kubernetes:networking.k8s.io/v1:Ingress",
    change: (inputs) => {
      const backend = { service: { name: "cache", port: { number: 6379 } } };
      inputs["spec"] = {
        ingressClassName: "traefik",
        tls: [{ hosts: ["new.example.com"], secretName: "new" }],
        rules: [
          { host: "new.example.com", http: { paths: [{ path: "/new", pathType: "Prefix", backend }] } },
        ],
      };
    },
  },
  "keda-scaledobject-safe": {
    resource: "atlas-ux-web-autoscaler",
    type: "kubernetes:keda.sh/v1alpha1:ScaledObject",
    change: (inputs) =>
      (inputs["spec"] = {
        scaleTargetRef: spec(inputs)["scaleTargetRef"],
        minReplicaCount: 2,
        maxReplicaCount: 6,
        cooldownPeriod: 300,
      }),
  },
};
