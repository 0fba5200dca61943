import { at, container, type Json, type Mutation, pod } from "./mutation.ts";

const ofPod = (inputs: Json): Json => at(pod(inputs), "securityContext");
const ofContainer = (inputs: Json): Json => at(container(inputs), "securityContext");
const volumes = (inputs: Json): Json[] => pod(inputs)["volumes"] as Json[];

/** One change to production's stack for each check of the Pod Security Standards. */
export const podSecurityMutations: Readonly<Record<string, Mutation>> = {
  "no-privileged-containers": {
    resource: "odd-scenes-backend",
    change: (inputs) => (ofContainer(inputs)["privileged"] = true),
  },
  "no-host-pid": {
    resource: "atlas-ux-web",
    change: (inputs) => (pod(inputs)["hostPID"] = true),
  },
  "no-host-ipc": {
    resource: "atlas-ux-scheduler",
    change: (inputs) => (pod(inputs)["hostIPC"] = true),
  },
  "no-host-network": {
    resource: "crb-analyser-cache",
    change: (inputs) => (pod(inputs)["hostNetwork"] = true),
  },
  "no-host-ports": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => (at(container(inputs), "ports", 0)["hostPort"] = 6333),
  },
  "no-host-path-volumes": {
    resource: "odd-scenes-frontend",
    change: (inputs) => volumes(inputs).push({ name: "node", hostPath: { path: "/run" } }),
    alsoFires: ["restrict-volume-types"],
  },
  "no-added-capabilities": {
    resource: "atlas-ux-scheduler",
    change: (inputs) => (at(ofContainer(inputs), "capabilities")["add"] = ["NET_ADMIN"]),
    alsoFires: ["require-drop-all-capabilities"],
  },
  "default-proc-mount": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => (ofContainer(inputs)["procMount"] = "Unmasked"),
  },
  "no-selinux-override": {
    resource: "atlas-ux-email-worker",
    change: (inputs) => (ofPod(inputs)["seLinuxOptions"] = { type: "spc_t" }),
  },
  "no-unconfined-apparmor": {
    resource: "atlas-ux-frontend",
    change: (inputs) =>
      (at(inputs, "spec", "template", "metadata")["annotations"] = {
        "container.apparmor.security.beta.kubernetes.io/frontend": "unconfined",
      }),
  },
  "no-unconfined-seccomp": {
    resource: "odd-scenes-ai-backend",
    change: (inputs) => (ofContainer(inputs)["seccompProfile"] = { type: "Unconfined" }),
    alsoFires: ["require-seccomp-profile"],
  },
  "safe-sysctls-only": {
    resource: "odd-scenes-backend",
    change: (inputs) => (ofPod(inputs)["sysctls"] = [{ name: "net.core.somaxconn", value: "1024" }]),
  },
  "no-host-process": {
    resource: "crb-analyser-crb-frontend",
    change: (inputs) => (ofPod(inputs)["windowsOptions"] = { hostProcess: true }),
  },
  "no-host-in-probes": {
    resource: "atlas-ux-web",
    change: (inputs) => (at(container(inputs), "livenessProbe", "httpGet")["host"] = "10.0.0.1"),
  },
  "require-run-as-non-root": {
    resource: "crb-analyser-crb-frontend",
    change: (inputs) => (ofPod(inputs)["runAsNonRoot"] = false),
  },
  "no-run-as-root-user": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => (ofContainer(inputs)["runAsUser"] = 0),
  },
  "no-privilege-escalation": {
    resource: "atlas-ux-frontend",
    change: (inputs) => delete ofContainer(inputs)["allowPrivilegeEscalation"],
  },
  "require-drop-all-capabilities": {
    resource: "atlas-ux-engine-worker",
    change: (inputs) => (at(ofContainer(inputs), "capabilities")["add"] = ["CHOWN"]),
  },
  "require-seccomp-profile": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => delete ofPod(inputs)["seccompProfile"],
  },
  "restrict-volume-types": {
    resource: "odd-scenes-frontend",
    change: (inputs) => volumes(inputs).push({ name: "share", nfs: { server: "files", path: "/" } }),
  },
};
