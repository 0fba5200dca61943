import { createHash, randomBytes } from "node:crypto";
import { isObject, objectAt, reveal, withObjectAt, type Properties } from "../protocol/property-value.ts";
import type { CheckRequest } from "../protocol/resource-provider.ts";

/** The vendor's mark on a name that the program did not choose. */
export const AUTONAMED = "pulumi.com/autonamed";

const SUFFIX_DIGITS = 8;

/**
 * Gives an object without a name one of its own: `<logical name>-<8 hex digits>`. The digits come from the
 * engine's seed, so that a preview and the update after it agree; an object that has a name keeps it.
 */
export function withAutoname(request: CheckRequest): Properties {
  const { inputs, oldInputs } = request;
  if (isNamed(inputs) || objectAt(inputs, "metadata")["generateName"] !== undefined) return inputs;
  const old = objectAt(oldInputs, "metadata");
  if (isAutonamed(oldInputs)) return named(inputs, reveal(old["name"] ?? null) as string);
  // An object that is there already and has no name of ours, such as an imported one, is not renamed.
  if (Object.keys(oldInputs).length > 0) return inputs;
  const { autonaming } = request;
  if (autonaming?.mode === "disable") return inputs;
  return named(inputs, autonaming?.proposedName ?? `${request.name}-${suffix(request)}`);
}

export function isNamed(inputs: Properties): boolean {
  const name = objectAt(inputs, "metadata")["name"];
  return name !== undefined && name !== null && name !== "";
}

export function isAutonamed(inputs: Properties): boolean {
  const annotations = reveal(objectAt(inputs, "metadata")["annotations"] ?? null);
  return isObject(annotations) && annotations[AUTONAMED] === "true";
}

function named(inputs: Properties, name: string): Properties {
  return withObjectAt(inputs, "metadata", (metadata) =>
    withObjectAt({ ...metadata, name }, "annotations", (annotations) => ({
      ...annotations,
      [AUTONAMED]: "true",
    })),
  );
}

function suffix({ randomSeed, urn }: CheckRequest): string {
  const digits =
    randomSeed.length === 0
      ? randomBytes(SUFFIX_DIGITS).toString("hex")
      : createHash("sha256").update(randomSeed).update(urn).digest("hex");
  return digits.slice(0, SUFFIX_DIGITS);
}
