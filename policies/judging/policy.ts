import type {
  EnforcementLevel,
  Policy,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import { helmReleaseOf } from "../kubernetes/helm-release.ts";
import { manifestsOf } from "../kubernetes/manifest.ts";
import { DeclaredInputs } from "./declared-inputs.ts";
import { Inspection } from "./inspection.ts";
import { lineOf } from "./message.ts";
import { linkOf, type Rule } from "./rule.ts";
import { noParameters, Settings } from "./settings.ts";

export interface Operation {
  /** Whether this is a preview. Asked per judgement, since the SDK learns it after a pack is loaded. */
  readonly isDryRun: () => boolean;
}

// The SDK takes an object too, and then prints its message alone, at the level that it has; its type declarations name only the text form,
// which prints the rule's description on a line of its own before each violation.
type ReportLine = (violation: {
  readonly message: string;
  readonly urn?: string;
  readonly enforcementLevel?: EnforcementLevel;
}) => void;

type ServedPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** The rules as the SDK serves them. */
export function policiesOf(rules: readonly Rule[], operation: Operation): ServedPolicy[] {
  const declared = new DeclaredInputs();
  return rules.map((rule) => {
    const policy = { ...metadataOf(rule), validateResource: resourceValidation(rule, operation, declared) };
    return rule.judgeStack
      ? { ...policy, validateStack: stackValidation(rule, operation, declared) }
      : policy;
  });
}

function metadataOf(rule: Rule): Policy {
  return {
    name: rule.name,
    displayName: rule.displayName,
    description: rule.description,
    enforcementLevel: rule.level ?? "mandatory",
    severity: rule.severity,
    tags: [...rule.tags],
    ...(rule.framework && { framework: rule.framework }),
    remediationSteps: rule.remediation.join("\n"),
    url: linkOf(rule),
    ...(rule.parameters && { configSchema: { properties: { ...rule.parameters } } }),
  };
}

function resourceValidation(rule: Rule, operation: Operation, declared: DeclaredInputs): ResourceValidation {
  return (args, report) => {
    if (rule.judgeStack) {
      declared.record(args);
    }
    const inspection = inspectionFor(rule, operation, args, report);
    rule.judgeResource?.(manifestsOf(args), inspection);
    const release = rule.judgeRelease && helmReleaseOf(args);
    if (release) rule.judgeRelease?.(release, inspection);
    if (!inspection.settle()) {
      const judgesOne = "judgeResource" in rule || "judgeRelease" in rule;
      args.notApplicable(judgesOne ? notAbout(rule) : "It compares resources: it judges the stack.");
    }
  };
}

function stackValidation(rule: Rule, operation: Operation, declared: DeclaredInputs): StackValidation {
  return (args, report) => {
    const inspection = inspectionFor(rule, operation, args, report);
    rule.judgeStack?.(declared.of(args.resources), inspection, declared.releasesOf(args.resources));
    if (!inspection.settle()) {
      args.notApplicable(notAbout(rule));
    }
  };
}

function inspectionFor(
  rule: Rule,
  operation: Operation,
  args: Pick<ResourceValidationArgs, "getConfig">,
  report: ReportViolation,
): Inspection {
  return new Inspection({
    settings: new Settings(rule.parameters ?? noParameters, args.getConfig()),
    isDryRun: operation.isDryRun(),
    report: (violation) => {
      (report as unknown as ReportLine)({
        message: lineOf(rule, violation),
        ...(violation.urn !== undefined && { urn: violation.urn }),
        ...(violation.level !== undefined && { enforcementLevel: violation.level }),
      });
    },
  });
}

function notAbout(rule: Rule): string {
  return `Nothing here is what ${rule.name} is about.`;
}
