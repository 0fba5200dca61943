import type { PolicyComplianceFramework } from "@pulumi/policy";

/**
 * A check of Kubernetes' own Pod Security Standards, under the name that the API server uses for it.
 * @param level The lowest level that makes the check.
 */
export function podSecurityStandard(
  level: "baseline" | "restricted",
  check: string,
): PolicyComplianceFramework {
  return {
    name: "Pod Security Standards",
    version: "1.37",
    reference: "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
    specification: `${level}: ${check}`,
  };
}
