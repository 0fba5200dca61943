import { differencesBetween } from "../protocol/difference.ts";
import { revealAll, UNKNOWN } from "../protocol/property-value.ts";
import type {
  Change,
  CheckRequest,
  CheckResult,
  DiffResult,
  ResourceProvider,
} from "../protocol/resource-provider.ts";
import { randomResources, withSecretOutputs, type RandomResource } from "./resources.ts";

/** Generates for real. A generated value lives in the stack's state and nowhere else. */
export function randomProvider(version: string): ResourceProvider {
  return {
    version,
    check: checkRandom,
    diff: diffRandom,
    previewCreate: ({ type }, inputs) => {
      const { outputs } = resourceFor(type);
      return { ...inputs, ...Object.fromEntries(outputs.map((name) => [name, UNKNOWN])) };
    },
    previewUpdate: (_identity, { oldState, inputs }) => ({ ...oldState, ...inputs }),
    create: ({ type }, inputs) => {
      const resource = resourceFor(type);
      const { id, state } = resource.generate(revealAll(inputs));
      return Promise.resolve({ id, state: { ...inputs, ...withSecretOutputs(resource, state) } });
    },
    // Every change replaces, so an update has nothing to do but to carry the value on.
    update: (_identity, { oldState, inputs }) => Promise.resolve({ ...oldState, ...inputs }),
    read: ({ id }, state, inputs) => Promise.resolve({ id, state, inputs }),
    delete: () => Promise.resolve(),
  };
}

export function checkRandom({ type, inputs }: Pick<CheckRequest, "type" | "inputs">): CheckResult {
  const resource = randomResources[type];
  if (resource !== undefined) return { inputs, failures: resource.check(revealAll(inputs)) };
  const known = Object.keys(randomResources).map((token) => token.split(":").at(-1));
  const reason =
    `the stand-in for the random plugin has no ${type}. It has ${known.join(", ")}. ` +
    "For the others install the vendor's plugin.";
  return { inputs, failures: [{ property: "", reason }] };
}

export function diffRandom({ oldInputs, inputs }: Change): DiffResult {
  const differences = differencesBetween(revealAll(oldInputs), revealAll(inputs)).filter(
    ({ path }) => !String(path[0]).startsWith("__"),
  );
  return {
    differences: differences.map((difference) => ({ ...difference, replaces: true })),
    deleteBeforeReplace: false,
  };
}

function resourceFor(type: string): RandomResource {
  const resource = randomResources[type];
  if (resource === undefined) throw new Error(`The stand-in for the random plugin has no ${type}.`);
  return resource;
}
