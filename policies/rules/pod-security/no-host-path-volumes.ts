import { podSecurityStandard } from "../../judging/frameworks.ts";
import { podRule } from "../../judging/pod-rule.ts";

export const noHostPathVolumes = podRule({
  name: "no-host-path-volumes",
  displayName: "No host paths",
  description: "No pod mounts a path of its node.",
  severity: "critical",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "hostPathVolumes"),
  why: "A node's files are those of every pod on it: the kubelet's credentials, the runtime's socket, others' data.",
  fix: "replace hostPath by a volume of the pod's own, such as an emptyDir or a claim.",
  remediation: [
    "For files that may vanish with the pod, mount an emptyDir with a sizeLimit.",
    "For files that must stay, mount a PersistentVolumeClaim; for settings, a ConfigMap or a Secret.",
  ],
  podChecks: [
    ({ spec }, report, inspection) => {
      for (const volume of spec.at("volumes").items()) {
        inspection.attempt(() => {
          const field = volume.at("hostPath");
          if (field.isSet) {
            report(field, "mounts a path of the node");
          }
        });
      }
    },
  ],
});
