import { podSecurityStandard } from "../../judging/frameworks.ts";
import { podRule } from "../../judging/pod-rule.ts";
import { someField } from "../../kubernetes/field.ts";

const allowed = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const restrictVolumeTypes = podRule({
  name: "restrict-volume-types",
  displayName: "Volumes of known types",
  description: `Every volume is one of ${allowed.join(", ")}.`,
  severity: "medium",
  tags: ["pod-security", "PSS"],
  framework: podSecurityStandard("restricted", "restrictedVolumes"),
  why: "Other types reach the node or a storage system past the cluster's own claims, with rights that nobody reviews.",
  fix: `use one of ${allowed.join(", ")}.`,
  remediation: [
    "Mount storage through a PersistentVolumeClaim, whose class says how it is reached.",
    "Replace what is left of the old types (nfs, iscsi, gitRepo, disks of clouds) by csi drivers.",
  ],
  podChecks: [
    ({ spec }, report, inspection) => {
      for (const volume of spec.at("volumes").items()) {
        inspection.attempt(() => {
          // A volume without any type is fine: the API server makes an emptyDir of it.
          const types = volume.entries().filter(([key]) => key !== "name");
          const known = types.filter(([key]) => allowed.includes(key)).map(([, field]) => field);
          if (someField(known, ({ isSet }) => isSet)) {
            return;
          }
          for (const [, field] of types) {
            inspection.attempt(() => {
              if (field.isSet) {
                report(field, "is a volume of a type that is not allowed");
              }
            });
          }
        });
      }
    },
  ],
});
