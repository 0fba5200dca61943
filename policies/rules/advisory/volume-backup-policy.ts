import { manifestRule } from "../../judging/manifest-rule.ts";
import { labelKeyForm } from "../../judging/parameter-forms.ts";
import { textParameter } from "../../judging/settings.ts";
import { kindKey } from "../../kubernetes/kind.ts";

const label = "label";
const EXCLUDED = "velero.io/exclude-from-backup";

export const volumeBackupPolicy = manifestRule({
  name: "volume-backup-policy",
  displayName: "A volume says how it is saved and who writes to it",
  description:
    "Every claim of a volume says by a label how it is backed up, or that it is not, and lets one pod write and not one node.",
  severity: "low",
  level: "advisory",
  tags: ["storage", "backups"],
  why: "Nobody misses a backup before the day it is needed, and two pods of one node may write to a ReadWriteOnce volume at once.",
  fix: "add the label, and ask for ReadWriteOncePod in place of ReadWriteOnce.",
  remediation: [
    "Write into the label what saves the volume: a schedule's name, or none.",
    `For what must not be saved Velero knows the label ${EXCLUDED}.`,
    "Ask for ReadWriteOncePod, if the driver can: the access mode of a claim can't be changed.",
  ],
  parameters: {
    [label]: textParameter("The label that says how a volume is backed up.", "backup-policy", labelKeyForm),
  },
  concerns: ({ kind }) => kindKey(kind) === "core/PersistentVolumeClaim",
  checks: [
    ({ root }, report, { settings }) => {
      const labels = root.at("metadata", "labels");
      const field = labels.at(settings.text(label));
      if (!field.isSet && !labels.at(EXCLUDED).isSet) report(field, "is not set");
    },
    ({ root }, report, { attempt }) => {
      for (const mode of root.at("spec", "accessModes").items())
        attempt(() => {
          if (mode.value === "ReadWriteOnce") report(mode, "is ReadWriteOnce, which means one node");
        });
    },
  ],
});
