import * as sdk from "@pulumi/policy";
import type {
  EnforcementLevel,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import { policiesOf } from "../../policies/judging/policy.ts";
import type { Rule } from "../../policies/judging/rule.ts";
import { rules as allRules } from "../../policies/rules/catalogue.ts";
import {
  readPolicyConfiguration,
  reconcile,
  type AnyPolicy,
  type PolicyConfiguration,
  type PolicySettings,
} from "./policy-configuration.ts";
import { noteOutcome } from "./policy-evidence.ts";

export { readPolicyConfiguration, type PolicyConfiguration } from "./policy-configuration.ts";

/** A resource as a program registered it. Props are its inputs; secrets may be wrapped, unknowns be sentinels. */
export interface CapturedResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  /** What a stack policy is given: after an update these hold the cluster's defaults too. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly ignoreChanges?: readonly string[];
}

export interface Violation {
  readonly policy: string;
  readonly level: EnforcementLevel;
  readonly severity: Severity | undefined;
  /** The resource at fault; undefined where the stack as a whole is. */
  readonly urn: string | undefined;
  readonly message: string;
}

export interface NotApplicable {
  readonly policy: string;
  readonly urn: string | undefined;
  readonly reason: string | undefined;
}

export interface Judgement {
  readonly violations: readonly Violation[];
  readonly notApplicable: readonly NotApplicable[];
}

export interface JudgeOptions {
  readonly config?: PolicyConfiguration;
  readonly dryRun?: boolean;
  readonly rules?: readonly Rule[];
  /** Whether a configuration is refused that the engine would let pass. @default true */
  readonly strict?: boolean;
  /** The day by which exemptions end. @default today */
  readonly now?: Date;
}

type Validation = (report: ReportViolation) => Promise<void> | void;

// The SDK exports both for test harnesses; its type declarations leave them out.
const { unknownCheckingProxy, UnknownValueError } = sdk as unknown as {
  readonly unknownCheckingProxy: <T>(props: T) => T;
  readonly UnknownValueError: new (...args: never[]) => Error;
};

// Most policies are about few resources. One error for all of them: each new one would take a trace of the calls,
// which costs more than the judging.
const notApplicable: Error & { reason?: string | undefined } = new Error("Policy does not apply");

const packName = "slipway";
/** Which labels our stacks have the pack read: the pack's own defaults are nobody's. */
const ourLabels = readPolicyConfiguration("production")["pack-configuration"] ?? {};
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";

/** What the engine would print about these resources. The violations of every policy, resource by resource. */
export async function judge(
  resources: readonly CapturedResource[],
  options: JudgeOptions = {},
): Promise<readonly Violation[]> {
  return (await judgeFully(resources, options)).violations;
}

/** The same, with what each policy said it is not about. */
export async function judgeFully(
  resources: readonly CapturedResource[],
  options: JudgeOptions = {},
): Promise<Judgement> {
  const pack = servedPack(options);
  const each = await pack.judgeResources(resources);
  const whole = await pack.judgeStack(resources);
  // The pack's own two policies, about its configuration, are about no resource.
  const asked = new Set((options.rules ?? allRules).map(({ name }) => name));
  return {
    violations: [...each.violations, ...whole.violations],
    notApplicable: [...each.notApplicable, ...whole.notApplicable].filter(({ policy }) => asked.has(policy)),
  };
}

/** A pack as the engine runs it: each resource as it is registered, then the stack of those. */
export interface ServedPack {
  judgeResources(resources: readonly CapturedResource[]): Promise<Judgement>;
  /** Each resource must have been judged by itself before. */
  judgeStack(resources: readonly CapturedResource[]): Promise<Judgement>;
}

export function servedPack({
  config = {},
  dryRun = false,
  rules = allRules,
  now,
  strict = true,
}: JudgeOptions): ServedPack {
  const policies = policiesOf(rules, { isDryRun: () => dryRun, ...(now && { now: () => now }) });
  const settings = reconcile(policies, { "pack-configuration": ourLabels, ...config }, strict);
  const enabled = policies.filter((policy) => settings.get(policy.name)?.level !== "disabled");
  return {
    judgeResources: async (resources) => {
      const judgement = { violations: [] as Violation[], notApplicable: [] as NotApplicable[] };
      const ofResources = enabled.filter(isResourcePolicy);
      for (const resource of resources) {
        const view = resourceView(resource, resource.props);
        for (const policy of ofResources) {
          for (const validation of [policy.validateResource ?? []].flat()) {
            const args = { ...view, ...common(policy, settings) };
            await run(policy, settings, judgement, resource.urn, (report) => validation(args, report));
          }
        }
      }
      return judgement;
    },
    judgeStack: async (resources) => {
      const judgement = { violations: [] as Violation[], notApplicable: [] as NotApplicable[] };
      const stack = stackView(resources);
      for (const policy of enabled.filter(isStackPolicy)) {
        const args = { resources: stack, ...common(policy, settings) };
        await run(policy, settings, judgement, undefined, (report) => policy.validateStack(args, report));
      }
      return judgement;
    },
  };
}

type Settings = ReadonlyMap<string, PolicySettings>;

function common(
  policy: AnyPolicy,
  settings: Settings,
): Pick<ResourceValidationArgs, "getConfig" | "notApplicable" | "stackTags"> {
  return {
    stackTags: new Map(),
    getConfig: (() => settings.get(policy.name)?.properties ?? {}) as ResourceValidationArgs["getConfig"],
    notApplicable: (reason) => {
      notApplicable.reason = reason;
      throw notApplicable;
    },
  };
}

async function run(
  policy: AnyPolicy,
  settings: Settings,
  judgement: { violations: Violation[]; notApplicable: NotApplicable[] },
  urn: string | undefined,
  validation: Validation,
): Promise<void> {
  const configured = settings.get(policy.name)?.level ?? "advisory";
  // Whatever survives a remediation is held to be mandatory.
  const level = configured === "remediate" ? "mandatory" : configured;
  const found = { policy: policy.name, level, severity: policy.severity, urn };
  const report = (
    given:
      | string
      | { readonly message?: string; readonly urn?: string; readonly enforcementLevel?: EnforcementLevel },
    at?: string,
  ): void => {
    const violation =
      typeof given === "string"
        ? { message: `${policy.description}\n${given}`, urn: urn ?? at }
        : {
            message: given.message ?? policy.description,
            urn: urn ?? given.urn,
            level: given.enforcementLevel ?? level,
          };
    judgement.violations.push({ ...found, ...violation });
  };
  const before = judgement.violations.length;
  const note = (): void => {
    noteOutcome(policy.name, judgement.violations.length > before ? "fired" : "passed");
  };
  try {
    await validation(report);
    note();
  } catch (error) {
    if (error instanceof UnknownValueError) {
      if (judgement.violations.length > before) note();
      noteOutcome(policy.name, "unknown");
      const message = `can't run policy '${policy.name}' from policy pack '${packName}' during preview: ${error.message}`;
      judgement.violations.push({ ...found, level: "advisory", message });
    } else if (error === notApplicable) {
      noteOutcome(policy.name, "notApplicable");
      judgement.notApplicable.push({ policy: policy.name, urn, reason: notApplicable.reason });
    } else {
      throw error;
    }
  }
}

function resourceView(
  { type, urn, name, ignoreChanges = [] }: CapturedResource,
  values: Readonly<Record<string, unknown>>,
): Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "opts" | "isType" | "asType"> {
  const props = unknownCheckingProxy(unwrapped(values) as Record<string, unknown>);
  const isType = (resourceClass: object): boolean =>
    (resourceClass as { readonly __pulumiType?: string }).__pulumiType === type;
  return {
    type,
    urn,
    name,
    props,
    opts: {
      protect: false,
      ignoreChanges: [...ignoreChanges],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    isType,
    asType: ((resourceClass: object) =>
      isType(resourceClass) ? props : undefined) as ResourceValidationArgs["asType"],
  };
}

function stackView(resources: readonly CapturedResource[]): PolicyResource[] {
  return resources.map((resource) => ({
    ...resourceView(resource, resource.outputs ?? resource.props),
    asType: () => undefined,
    dependencies: [],
    propertyDependencies: {},
  }));
}

/** A copy as a policy sees it: secrets in clear text, what is undefined left out. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(unwrapped);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (signature in value && value[signature] === secret && "value" in value) {
    return unwrapped(value.value);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, element]) =>
      element === undefined ? [] : [[key, unwrapped(element)] as const],
    ),
  );
}

function isResourcePolicy(policy: AnyPolicy): policy is ResourceValidationPolicy {
  return "validateResource" in policy;
}

function isStackPolicy(policy: AnyPolicy): policy is StackValidationPolicy {
  return "validateStack" in policy;
}
