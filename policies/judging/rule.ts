import type { PolicyComplianceFramework, Severity } from "@pulumi/policy";
import type { HelmRelease } from "../kubernetes/helm-release.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import type { Inspection } from "./inspection.ts";
import type { Parameters, Settings } from "./settings.ts";

/** What a person is told about a rule: in a violation, in the policy list and in the handbook. */
export interface RuleText {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly severity: Severity;
  /** What a stack without a configuration makes of a violation. @default "mandatory" */
  readonly level?: "advisory";
  readonly tags: readonly string[];
  readonly framework?: PolicyComplianceFramework;
  /** One sentence: what goes wrong without it. */
  readonly why: string;
  /** One sentence, for the violation's own line. */
  readonly fix: string;
  /** The whole way to a fix, in order. */
  readonly remediation: readonly string[];
  readonly parameters?: Parameters;
  /** Whether resources can be exempted from it. @default true */
  readonly takesExemptions?: false;
}

/** What is told of a policy, and whether it can mend what it finds. */
export type PolicyText = RuleText & Pick<Rule, "remedy">;

/** An object of a stack as it was declared: what its author wrote, before the cluster filled anything in. */
export interface StackManifest extends Manifest {
  readonly urn: string;
  /** Paths of fields that its deployments leave as they find them, whatever is written there. */
  readonly ignoreChanges: readonly string[];
}

/**
 * Mends an object in place, as far as that is safe: it adds what is missing, and changes nothing that was written.
 * @returns Whether it changed anything.
 */
export type Remedy = (manifest: Manifest, settings: Settings) => boolean;

export interface Rule extends RuleText {
  /** For the level "remediate", which no policy has unless a stack gives it. @default it mends nothing */
  readonly remedy?: Remedy;
  judgeResource?(manifests: readonly Manifest[], inspection: Inspection): void;
  judgeRelease?(release: HelmRelease, inspection: Inspection): void;
  /** @param releases Of which the stack has objects that no rule is shown. */
  judgeStack?(
    stack: readonly StackManifest[],
    inspection: Inspection,
    releases: readonly HelmRelease[],
  ): void;
}

export function linkOf(rule: Pick<RuleText, "name">): string {
  return `policies/handbook.md#${rule.name}`;
}
