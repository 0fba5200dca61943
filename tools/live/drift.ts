import { differencesBetween, formatPath } from "../../toolchain/plugins/protocol/difference.ts";
import type { PropertyValue } from "../../toolchain/plugins/protocol/property-value.ts";
import { parseOutput } from "./engine-output.ts";

/** What the engine prints in the place of every secret, whatever it is. */
const MASKED = "[secret]";

interface RecordedResource {
  readonly type: string;
  readonly inputs?: Readonly<Record<string, PropertyValue>>;
  /** Paths that updates leave as they find them, so that what stands there is nobody's edit. */
  readonly ignoreChanges?: readonly string[];
}

/** One step of `pulumi refresh --preview-only --json`. */
interface RefreshStep {
  readonly urn: string;
  readonly oldState?: RecordedResource;
  readonly newState?: RecordedResource;
  /** What the next update would set, by path; it is compared before secrets are masked. */
  readonly detailedDiff?: Readonly<Record<string, { readonly inputDiff: boolean }>> | null;
}

/** A resource whose live state is not what was applied. */
export interface DriftedResource {
  readonly name: string;
  readonly type: string;
  /** One line for each field, or one that says that it is gone. */
  readonly changes: readonly string[];
}

/**
 * What drifted, by what a refresh would read. Only declared fields count: what controllers fill in, such as a status or
 * the number of replicas that an autoscaler sets, is nobody's edit.
 * @throws UsageError when the engine printed no JSON.
 */
export function driftIn(refreshJson: string): readonly DriftedResource[] {
  const { steps = [] } = parseOutput(refreshJson) as { readonly steps?: readonly RefreshStep[] };
  return steps.flatMap((step) => {
    const { urn, oldState, newState } = step;
    if (!oldState?.type.startsWith("kubernetes:")) return [];
    const changes =
      newState === undefined ? ["is gone"] : [...changedFields(oldState, newState), ...changedSecrets(step)];
    return changes.length === 0
      ? []
      : [{ name: urn.split("::").at(-1) ?? urn, type: oldState.type, changes }];
  });
}

const changedFields = (
  { type, inputs: declared = {}, ignoreChanges: ignored = [] }: RecordedResource,
  { inputs: live = {} }: RecordedResource,
): string[] =>
  differencesBetween(declared, live).flatMap(({ path }) => {
    if (ignored.some((text) => isWithin(path, parsePath(text)))) return [];
    const before = valueAt(declared, path);
    const after = valueAt(live, path);
    // Masks say nothing about the values below them.
    if (hasOnlyMasks(before) || hasOnlyMasks(after)) return [];
    // What somebody put into a Secret past the declaration was marked by nobody.
    return isInSecret(type, path)
      ? [`${formatPath(path)}: changed (secret)`]
      : [`${formatPath(path)}: declared ${shown(before)}, live ${shown(after)}`];
  });

const isWithin = (path: readonly (string | number)[], whole: readonly (string | number)[]): boolean =>
  whole.every((segment, index) => path[index] === segment);

function hasOnlyMasks(value: PropertyValue | undefined): boolean {
  if (typeof value !== "object" || value === null) return value === MASKED;
  const inner: (PropertyValue | undefined)[] = Object.values(value);
  return inner.length > 0 && inner.every(hasOnlyMasks);
}

/** Inputs that differ and are masked, so that only their names can be said. */
const changedSecrets = ({ oldState, newState, detailedDiff }: RefreshStep): string[] =>
  Object.entries(detailedDiff ?? {})
    .filter(([key, { inputDiff }]) => inputDiff && [oldState, newState].some((state) => isMasked(key, state)))
    .map(([key]) => `${key}: changed (secret)`);

function isMasked(key: string, { type, inputs = {} }: RecordedResource = { type: "" }): boolean {
  const path = parsePath(key);
  if (isInSecret(type, path)) return true;
  return path.some((_, index) => valueAt(inputs, path.slice(0, index + 1)) === MASKED);
}

/** The provider may compare under "data" what was declared under "stringData". */
const isInSecret = (type: string, [first]: readonly (string | number)[]): boolean =>
  type === "kubernetes:core/v1:Secret" && (first === "data" || first === "stringData");

/** The segments of a path as the engine writes it: `spec.containers[0].env`, `data["tls.crt"]`. */
const parsePath = (text: string): (string | number)[] =>
  [...text.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, plain = ""]) =>
    quoted !== undefined ? (JSON.parse(quoted) as string) : index !== undefined ? Number(index) : plain,
  );

function valueAt(value: PropertyValue, path: readonly (string | number)[]): PropertyValue | undefined {
  return path.reduce<PropertyValue | undefined>(
    (inner, segment) =>
      typeof inner === "object" && inner !== null
        ? (inner as Readonly<Record<string | number, PropertyValue>>)[segment]
        : undefined,
    value,
  );
}

const shown = (value: PropertyValue | undefined): string =>
  value === undefined ? "nothing" : JSON.stringify(value);
