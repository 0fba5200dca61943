import { objectAt, reveal, revealAll, type Properties } from "../../protocol/property-value.ts";
import { asText, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { inApiSpelling, inSdkSpelling } from "./schema-field-names.ts";
import { withSecretMarks } from "./secret-marks.ts";

const INPUTS = "__inputs";
const INITIAL_API_VERSION = "__initialApiVersion";
const FIELD_MANAGER = "__fieldManager";

/** What the engine records of an object, under the vendor's keys, so that either plugin goes on from it. */
export interface RecordedObject {
  /** As the program gave them, with their secret marks. */
  readonly inputs: Properties;
  readonly live: KubernetesObject;
  readonly fieldManager: string;
  readonly initialApiVersion: string;
}

export function stateOf({ inputs, live, fieldManager, initialApiVersion }: RecordedObject): Properties {
  return {
    ...withSecretMarks(inSdkSpelling(live), inputs),
    [INPUTS]: withSecretMarks(inputs, inputs),
    [INITIAL_API_VERSION]: initialApiVersion,
    [FIELD_MANAGER]: fieldManager,
  };
}

/** The recorded parts of a state. Inputs are undefined in a state that has none, as a preview's. */
export function recordedIn(state: Properties): {
  readonly inputs: Properties | undefined;
  readonly live: KubernetesObject;
  readonly fieldManager: string;
  readonly initialApiVersion: string;
} {
  const live = Object.fromEntries(Object.entries(revealAll(state)).filter(([key]) => !key.startsWith("__")));
  return {
    inputs: state[INPUTS] === undefined ? undefined : objectAt(state, INPUTS),
    live: inApiSpelling(live),
    fieldManager: asText(reveal(state[FIELD_MANAGER] ?? null)),
    initialApiVersion: asText(reveal(state[INITIAL_API_VERSION] ?? null)),
  };
}

/** Inputs as the object that the API server is sent. */
export function objectFrom(inputs: Properties): KubernetesObject {
  return inApiSpelling(revealAll(inputs));
}
