import { manifestRule } from "../judging/manifest-rule.ts";
import { kindKey } from "../kubernetes/kind.ts";

export const noHostPathPv = manifestRule({
  name: "no-host-path-pv",
  displayName: "No volume that is a folder of a node",
  description: "No PersistentVolume is a path of a node.",
  severity: "high",
  tags: ["storage", "NSA", "CIS"],
  why: "A claim on it gives a pod the node's files, which the rules for pods forbid, and its data is gone with the node.",
  fix: "use a StorageClass whose driver makes volumes.",
  remediation: [
    "Write a PersistentVolumeClaim with storageClassName, and let the class's driver make the volume.",
    "For a disk in the node, use local with nodeAffinity, by a driver that looks after it.",
  ],
  concerns: ({ kind }) => kindKey(kind) === "core/PersistentVolume",
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const path = root.at("spec", "hostPath");
      if (path.isSet) {
        report(path, "is set");
      }
    },
  ],
});
