import { manifestRule } from "../../judging/manifest-rule.ts";
import { textsParameter } from "../../judging/settings.ts";
import { someField, type Field } from "../../kubernetes/field.ts";
import { kindKey } from "../../kubernetes/kind.ts";
import type { Manifest } from "../../kubernetes/manifest.ts";

const encrypting = "encryptingDrivers";
const asked = /encrypt|kms/i;

export const encryptedStorage = manifestRule({
  name: "encrypted-storage",
  displayName: "Volumes are encrypted",
  description:
    "Every StorageClass and every volume of its own asks for encryption, or is of a driver that always encrypts.",
  severity: "medium",
  level: "advisory",
  tags: ["storage", "NSA"],
  why: "A disk that is given back or stolen is read by whoever gets it.",
  fix: 'set the parameter by which the driver encrypts, such as encrypted: "true".',
  remediation: [
    "Read in the driver's own page which parameter encrypts: encrypted or kmsKeyId for many.",
    "Name a key that can be revoked. A class can't be changed: make a new one, and move the data.",
    "Where the driver always encrypts, name it in the stack's policy configuration.",
  ],
  parameters: {
    [encrypting]: textsParameter("The drivers that encrypt whatever they are told.", [
      "pd.csi.storage.gke.io",
      "disk.csi.azure.com",
    ]),
  },
  concerns: ({ kind }) => ["storage.k8s.io/StorageClass", "core/PersistentVolume"].includes(kindKey(kind)),
  checks: [
    (manifest, report, { settings }) => {
      const { driver, options } = storageOf(manifest);
      if (settings.texts(encrypting).some((each) => each === driver.value)) return;
      const isEncrypted = someField(
        options.entries(),
        ([key, { value }]) =>
          asked.test(key) && value !== undefined && value !== "" && value !== false && value !== "false",
      );
      if (!isEncrypted) report(options, "asks for no encryption");
    },
  ],
});

function storageOf({ kind, root }: Manifest): { readonly driver: Field; readonly options: Field } {
  if (kind.name === "StorageClass") return { driver: root.at("provisioner"), options: root.at("parameters") };
  const volume = root.at("spec", "csi");
  return { driver: volume.at("driver"), options: volume.at("volumeAttributes") };
}
