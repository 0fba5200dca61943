import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { textsParameter } from "../judging/settings.ts";
import type { Field } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import type { Manifest } from "../kubernetes/manifest.ts";

const classes = "classes";

/** Where each kind names the class of its volumes. */
function classesOf({ kind, root }: Manifest): readonly Field[] {
  const spec = root.at("spec");
  switch (kindKey(kind)) {
    case "core/PersistentVolumeClaim":
      return [spec.at("storageClassName")];
    case "apps/StatefulSet":
      return spec
        .at("volumeClaimTemplates")
        .items()
        .map((claim) => claim.at("spec", "storageClassName"));
    case "postgresql.cnpg.io/Cluster":
      return ["storage", "walStorage"]
        .map((storage) => spec.at(storage))
        .filter(({ isSet }) => isSet)
        .map((storage) => storage.at("storageClass"));
    default:
      return [];
  }
}

export const allowedStorageClass = manifestRule({
  name: "allowed-storage-class",
  displayName: "Volumes say what they are made of",
  description:
    "Every claim of a volume names its StorageClass, one of those that the stack allows, in every environment but dev.",
  severity: "medium",
  tags: ["storage", "cost"],
  why: "Otherwise the cluster's default decides whether data is encrypted, kept and fast, and another cluster has another one.",
  fix: "set storageClassName to a class that is allowed.",
  remediation: [
    "See by kubectl get storageclass which there are, and whether they encrypt and retain.",
    "Set storageClassName (of a Postgres cluster storage.storageClass). It can't be changed afterwards.",
  ],
  parameters: {
    ...environmentParameters,
    [classes]: textsParameter("The classes that are allowed. None means that any may be named.", []),
  },
  concerns: (manifest, { settings }) => classesOf(manifest).length > 0 && !isExcepted(manifest, settings),
  judgesParts: true,
  checks: [
    (manifest, report, { settings, attempt }) => {
      const allowed = settings.texts(classes);
      for (const field of classesOf(manifest)) {
        attempt(() => {
          if (typeof field.value !== "string" || field.value === "") {
            report(field, stateOf(field));
          } else if (allowed.length > 0 && !allowed.includes(field.value)) {
            report(field, `is none of ${allowed.join(", ")}`);
          }
        });
      }
    },
  ],
});
