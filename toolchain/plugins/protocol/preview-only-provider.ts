import { differencesBetween } from "./difference.ts";
import { revealAll, type Properties } from "./property-value.ts";
import type {
  CheckFailure,
  CheckRequest,
  DiffResult,
  ResourceIdentity,
  ResourceProvider,
} from "./resource-provider.ts";

/** What a preview must know of a resource type; a type without an entry takes every input and change. */
export interface ResourceRules {
  readonly required?: readonly string[];
  /** Inputs whose change makes another resource of it. */
  readonly replacedBy?: readonly string[];
  /** Inputs that say how and not what, so that their change is none. */
  readonly ignored?: readonly string[];
  check?(inputs: Properties): CheckFailure[];
  /** Fills in what the program may leave out. */
  complete?(request: CheckRequest): Properties;
}

export interface PreviewOnly {
  readonly name: string;
  readonly version: string;
  readonly rules: Readonly<Record<string, ResourceRules>>;
  /** Why it goes no further, such as what it would need that is not here. */
  readonly because: string;
}

/** A provider that checks, compares and previews, and refuses to touch anything. */
export function previewOnlyProvider({ name, version, rules, because }: PreviewOnly): ResourceProvider {
  const refuse = (action: string) => (identity: ResourceIdentity) =>
    Promise.reject(
      new Error(
        `The stand-in for the ${name} plugin does not ${action} ${identity.urn}: ${because} ` +
          `"make doctor" says how to get the vendor's plugin, version ${version}. With it, run this again.`,
      ),
    );
  return {
    version,
    check: (request) => {
      const ofType = rules[request.type] ?? {};
      const inputs = ofType.complete?.(request) ?? request.inputs;
      return { inputs, failures: failuresOf(ofType, request.type, revealAll(inputs)) };
    },
    diff: (request) => diffByRules(rules[request.type] ?? {}, request.oldInputs, request.inputs),
    // An output that is not answered is unknown to the program, as it should be in a preview.
    previewCreate: (_identity, inputs) => inputs,
    previewUpdate: (_identity, { oldState, inputs }) => ({ ...oldState, ...inputs }),
    create: refuse("create"),
    update: refuse("update"),
    read: refuse("read"),
    delete: refuse("delete"),
  };
}

function failuresOf(rules: ResourceRules, type: string, inputs: Properties): CheckFailure[] {
  const missing = (rules.required ?? [])
    .filter(
      (property) => inputs[property] === undefined || inputs[property] === null || inputs[property] === "",
    )
    .map((property) => ({
      property,
      reason: `${type.split(":").at(-1) ?? type} needs ${property}, and it is missing.`,
    }));
  return [...missing, ...(rules.check?.(inputs) ?? [])];
}

function diffByRules(rules: ResourceRules, oldInputs: Properties, inputs: Properties): DiffResult {
  const differences = differencesBetween(revealAll(oldInputs), revealAll(inputs)).filter(
    ({ path }) => !String(path[0]).startsWith("__") && rules.ignored?.includes(String(path[0])) !== true,
  );
  return {
    differences: differences.map((difference) => ({
      ...difference,
      replaces: rules.replacedBy?.includes(String(difference.path[0])) === true,
    })),
    deleteBeforeReplace: false,
  };
}
