import { manifestRule, type ManifestCheck } from "../judging/manifest-rule.ts";
import { isSha256, parseImageReference } from "../kubernetes/image-reference.ts";
import { postgresClustersIn } from "../kubernetes/postgres-cluster.ts";

const needed = [
  ["resources", "requests", "cpu"],
  ["resources", "requests", "memory"],
  ["resources", "limits", "memory"],
  ["walStorage", "size"],
];

export const postgresHardening = manifestRule({
  name: "postgres-hardening",
  displayName: "Postgres is closed and pinned",
  description:
    "Every Postgres cluster is without the superuser's login, names its image by digest, requests CPU and memory, and keeps its log on a volume of its own.",
  severity: "high",
  tags: ["data", "resources", "supply-chain"],
  why: "The superuser passes every check, an image by tag changes under the data, and a log that fills the data's volume stops the server.",
  fix: "remove enableSuperuserAccess, name imageName by digest, and set resources and walStorage.",
  remediation: [
    "Remove spec.enableSuperuserAccess, or set it to false; use roles of the application's own.",
    "Name the image by its digest in spec.imageName.",
    "Set spec.resources with requests for CPU and memory and a limit for memory, and spec.walStorage.size.",
  ],
  concerns: (manifest) => postgresClustersIn([manifest]).length > 0,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      if (root.at("spec", "enableSuperuserAccess").value === true) {
        report(root.at("spec", "enableSuperuserAccess"), "is true");
      }
    },
    ({ root }, report) => {
      const image = root.at("spec", "imageName");
      const { value } = image;
      // A catalogue of images is judged by what keeps it.
      if (root.at("spec", "imageCatalogRef").isSet) {
        return;
      }
      if (typeof value !== "string" || !isSha256(parseImageReference(value).digest ?? "")) {
        report(image, image.isSet ? "has no digest" : "is not set, which means the operator's own choice");
      }
    },
    ...needed.map((path): ManifestCheck => ({ root }, report) => {
      const field = root.at("spec", ...path);
      if (!field.isSet) {
        report(field, "is not set");
      }
    }),
  ],
});
