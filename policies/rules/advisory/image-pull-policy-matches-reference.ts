import { containerRule } from "../../judging/container-rule.ts";
import { parseImageReference } from "../../kubernetes/image-reference.ts";

export const imagePullPolicyMatchesReference = containerRule({
  name: "image-pull-policy-matches-reference",
  displayName: "Images are pulled when they can have changed",
  description:
    "An image by tag is pulled at every start, and one by digest only where the node has none of it.",
  severity: "low",
  level: "advisory",
  tags: ["images", "supply-chain"],
  why: "A node keeps what a tag meant when it pulled it, and asking a registry for what can't change makes every start wait for the registry.",
  fix: "set imagePullPolicy to IfNotPresent for a digest and to Always for a tag.",
  remediation: [
    "Name the image by its digest, and leave imagePullPolicy out or set it to IfNotPresent.",
    "Where it must be a tag, set imagePullPolicy: Always.",
  ],
  checks: [
    ({ root }, report) => {
      const { value: image } = root.at("image");
      if (typeof image !== "string" || image === "") return;
      const { digest, tag } = parseImageReference(image);
      const policy = root.at("imagePullPolicy");
      // What the API server takes where nothing is written.
      const isLatest = digest === undefined && (tag === undefined || tag === "latest");
      const { value = isLatest ? "Always" : "IfNotPresent" } = policy;
      if (digest !== undefined && value === "Always") report(policy, "is Always, for a digest");
      if (digest === undefined && value !== "Always")
        report(
          policy,
          `${policy.isSet ? "is not Always" : "is not set, which means IfNotPresent"}, for a tag`,
        );
    },
  ],
});
