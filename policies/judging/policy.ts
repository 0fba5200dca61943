import type {
  EnforcementLevel,
  Policy,
  ReportViolation,
  ResourceRemediation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidation,
  StackValidationPolicy,
} from "@pulumi/policy";
import { parametersOf } from "../configuration/policy-parameters.ts";
import { configurationReview, packConfiguration } from "../configuration/review.ts";
import { StackConfiguration } from "../configuration/stack-configuration.ts";
import { exemptionsReview } from "../exemptions/review.ts";
import { ifKnown } from "../kubernetes/field.ts";
import { helmReleaseOf } from "../kubernetes/helm-release.ts";
import { manifestsOf } from "../kubernetes/manifest.ts";
import { DeclaredInputs } from "./declared-inputs.ts";
import { Inspection } from "./inspection.ts";
import { lineOf } from "./message.ts";
import { linkOf, type Remedy, type Rule } from "./rule.ts";
import { noParameters, Settings } from "./settings.ts";

export interface Operation {
  /** Whether this is a preview. Asked per judgement, since the SDK learns it after a pack is loaded. */
  readonly isDryRun: () => boolean;
  /** By it exemptions end. @default the machine's clock */
  readonly now?: () => Date;
}

// The SDK takes an object too, and then prints its message alone, at the level that it has; its type declarations name only the text form,
// which prints the rule's description on a line of its own before each violation.
type ReportLine = (violation: {
  readonly message: string;
  readonly urn?: string;
  readonly enforcementLevel?: EnforcementLevel;
}) => void;

const judgesStack = "It compares resources: it judges the stack.";

type ServedPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** What the judgements of one run have in common. */
interface Run {
  readonly operation: Operation;
  readonly declared: DeclaredInputs;
  readonly configuration: StackConfiguration;
}

/**
 * The rules as the SDK serves them, between two of the pack's own: the first knows what is set for all of them
 * before any judges, and the last which exemptions were used once all have.
 */
export function policiesOf(rules: readonly Rule[], operation: Operation): ServedPolicy[] {
  const configuration = new StackConfiguration(operation.now ?? (() => new Date()));
  const run: Run = { operation, declared: new DeclaredInputs(), configuration };
  return [
    {
      ...ownPolicy(configurationReview(configuration), run),
      validateResource: (args) => {
        configuration.learn(packConfiguration, args.getConfig());
        configuration.learnShared(args.urn, args.getConfig());
        run.declared.record(args);
        args.notApplicable(judgesStack);
      },
    },
    ...rules.map((rule) => servedPolicy(rule, run)),
    ownPolicy(exemptionsReview(configuration), run),
  ];
}

function servedPolicy(rule: Rule, run: Run): ServedPolicy {
  const policy = {
    ...metadataOf(rule),
    validateResource: resourceValidation(rule, run),
    ...(rule.remedy && { remediateResource: remediation(rule, rule.remedy, run) }),
  };
  return rule.judgeStack ? { ...policy, validateStack: stackValidation(rule, run) } : policy;
}

/** One that is about the pack: what can't be known of the stack in a preview keeps it from nothing. */
function ownPolicy(rule: Rule, run: Run): ServedPolicy {
  return {
    ...metadataOf(rule),
    validateStack: (args, report) => {
      const inspection = inspectionFor(rule, run, args, report);
      const stack = ifKnown(() => run.declared.of(args.resources))?.value ?? [];
      rule.judgeStack?.(stack, inspection, []);
      if (!inspection.settle()) args.notApplicable(notAbout(rule));
    },
  };
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
    configSchema: { properties: { ...parametersOf(rule) } },
  };
}

function resourceValidation(rule: Rule, run: Run): ResourceValidation {
  return (args, report) => {
    run.configuration.learn(rule, args.getConfig());
    if (rule.judgeStack) {
      run.declared.record(args);
    }
    const inspection = inspectionFor(rule, run, args, report);
    rule.judgeResource?.(manifestsOf(args), inspection);
    const release = rule.judgeRelease && helmReleaseOf(args);
    if (release) rule.judgeRelease?.(release, inspection);
    if (!inspection.settle()) {
      const judgesOne = "judgeResource" in rule || "judgeRelease" in rule;
      args.notApplicable(judgesOne ? notAbout(rule) : judgesStack);
    }
  };
}

function remediation(rule: Rule, remedy: Remedy, { configuration }: Run): ResourceRemediation {
  return (args) => {
    configuration.learn(rule, args.getConfig());
    const settings = new Settings(rule.parameters ?? noParameters, args.getConfig(), configuration.shared);
    const whole = manifestsOf(args).filter(({ isPart }) => !isPart);
    const mended =
      !configuration.exempts(rule, args.urn) &&
      whole.map((manifest) => remedy(manifest, settings)).includes(true);
    return mended ? args.props : undefined;
  };
}

function stackValidation(rule: Rule, run: Run): StackValidation {
  return (args, report) => {
    const inspection = inspectionFor(rule, run, args, report);
    const { declared } = run;
    rule.judgeStack?.(declared.of(args.resources), inspection, declared.releasesOf(args.resources));
    if (!inspection.settle()) {
      args.notApplicable(notAbout(rule));
    }
  };
}

function inspectionFor(
  rule: Rule,
  { operation, configuration }: Run,
  args: Pick<ResourceValidationArgs, "getConfig"> & { readonly urn?: string },
  report: ReportViolation,
): Inspection {
  return new Inspection({
    settings: new Settings(rule.parameters ?? noParameters, args.getConfig(), configuration.shared),
    isDryRun: operation.isDryRun(),
    report: (violation) => {
      if (configuration.excuses(rule, violation.urn ?? args.urn)) {
        return;
      }
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
