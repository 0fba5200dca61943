import { podSecurityStandard } from "../judging/frameworks.ts";
import { manifestRule, type ManifestCheck } from "../judging/manifest-rule.ts";
import { switchParameter } from "../judging/settings.ts";
import { kindKey } from "../kubernetes/kind.ts";

const allowLatest = "allowLatest";
/** As the API server reads it: a minor release of Kubernetes. */
const release = /^v1\.\d+$/;
const levels = ["privileged", "baseline", "restricted"];

export const namespacePsaRestricted = manifestRule({
  name: "namespace-psa-restricted",
  displayName: "Namespaces are restricted",
  description:
    "Every namespace enforces, warns of and audits the restricted pod security level, at a stated version.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("restricted", "pod-security.kubernetes.io/enforce"),
  why: "Without it the API server admits pods that this pack never saw, privileged ones too.",
  fix: "set the label to restricted, and enforce-version to a version such as v1.36.",
  remediation: [
    "Set pod-security.kubernetes.io/enforce, /warn and /audit to restricted on the namespace.",
    "Set pod-security.kubernetes.io/enforce-version, so that an upgrade of the cluster changes no verdict by itself.",
    "Move what needs more rights to a namespace of its own.",
  ],
  parameters: {
    [allowLatest]: switchParameter(
      "Whether the enforced version may be latest. Then each upgrade of the cluster may refuse pods that it let in before.",
      false,
    ),
  },
  concerns: ({ kind }) => kindKey(kind) === "core/Namespace",
  judgesParts: true,
  checks: [restricted("enforce"), versioned, restricted("warn"), restricted("audit")],
});

function restricted(mode: "enforce" | "warn" | "audit"): ManifestCheck {
  return ({ root }, report) => {
    const label = root.at("metadata", "labels", `pod-security.kubernetes.io/${mode}`);
    const { value } = label;
    if (value !== "restricted") {
      // Only a level is shown: whatever else stands here was not meant to, and may be anything.
      const level = levels.find((known) => known === value);
      report(label, label.isSet ? `is ${level ?? "not a level"}` : "is not set");
    }
  };
}

/** With `latest` a newer cluster asks more of the same pods, and refuses them when they are next made. */
function versioned(...[{ root }, report, { settings }]: Parameters<ManifestCheck>): void {
  const label = root.at("metadata", "labels", "pod-security.kubernetes.io/enforce-version");
  const { value } = label;
  if (typeof value === "string" && release.test(value)) return;
  if (value !== "latest") report(label, label.isSet ? "is no version" : "is not set");
  else if (!settings.isOn(allowLatest)) report(label, "is latest, which is another one after each upgrade");
}
