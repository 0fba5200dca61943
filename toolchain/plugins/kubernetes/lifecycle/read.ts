import { InitializationFailure } from "../../protocol/initialization-failure.ts";
import { type Properties } from "../../protocol/property-value.ts";
import type { ReadResult, ResourceIdentity } from "../../protocol/resource-provider.ts";
import { skipsAwait } from "../annotations.ts";
import { withEventProblems } from "../await/event-problems.ts";
import { readinessOf } from "../await/readiness-rules.ts";
import type { Judgement } from "../await/readiness.ts";
import { isNotFound, NoSuchKindError } from "../cluster/api-error.ts";
import type { ClusterSession } from "../cluster/cluster-session.ts";
import {
  objectId,
  referenceTo,
  type KubernetesObject,
  type ObjectReference,
} from "../cluster/kubernetes-object.ts";
import { isNamespaced, objectKind } from "../object-kind.ts";
import { fieldManagerFor } from "./field-manager.ts";
import { inputsFromLive, liveInputs } from "./live-inputs.ts";
import { objectFrom, recordedIn, stateOf } from "./object-state.ts";
import type { OperationContext } from "./operation-context.ts";
import { inSdkSpelling } from "./schema-field-names.ts";
import { withSecretMarks } from "./secret-marks.ts";

const gone: ReadResult = { id: "", state: {}, inputs: {} };

/**
 * Reads an object as it is now: with its state for a refresh, without one for an import. The inputs answered are
 * what has become of the program's, so that a difference between the two is drift.
 */
export async function readObject(
  context: OperationContext,
  identity: ResourceIdentity & { id: string },
  state: Properties,
  inputs: Properties,
): Promise<ReadResult> {
  const session = await context.cluster.toRead();
  const old = recordedIn(state);
  const isKnown = Object.keys(inputs).length > 0 || Object.keys(old.live).length > 0;
  const program = Object.keys(inputs).length > 0 ? inputs : (old.inputs ?? {});
  const sent = objectFrom(program);
  const reference = whichObject(identity, Object.keys(sent).length > 0 ? sent : old.live);
  let live: KubernetesObject;
  try {
    live = await session.api.get(reference);
  } catch (error) {
    // Without its kind the object is gone as well.
    if (isNotFound(error) || error instanceof NoSuchKindError) return gone;
    throw error;
  }
  const isRefresh = isKnown && Object.keys(sent).length > 0;
  const found = inSdkSpelling(isRefresh ? liveInputs(sent, live) : inputsFromLive(live));
  const recorded = {
    inputs: withSecretMarks(found, program),
    live,
    fieldManager: fieldManagerFor(sent, old.fieldManager),
    initialApiVersion: old.initialApiVersion || reference.apiVersion,
  };
  const result = { id: identity.id || objectId(live), state: stateOf(recorded), inputs: recorded.inputs };
  if (!isRefresh || skipsAwait(sent)) return result;
  const judgement = await judgeNow(session, live);
  if (judgement === undefined || judgement.isReady) return result;
  throw new InitializationFailure(
    `'${objectId(live)}' is in the cluster, but it is not ready`,
    result,
    judgement.problems,
  );
}

/** `namespace/name` says which object; its kind comes from the inputs, or from the resource's type. */
function whichObject(
  { id, type }: ResourceIdentity & { id: string },
  known: KubernetesObject,
): ObjectReference {
  const slash = id.indexOf("/");
  const kind = objectKind(type, known);
  const apiVersion = kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
  const said = referenceTo(known);
  const namespace = slash >= 0 ? id.slice(0, slash) : said.namespace;
  return {
    apiVersion: said.apiVersion || apiVersion,
    kind: said.kind || kind.kind,
    namespace: namespace || (isNamespaced(kind) ? "default" : ""),
    name: id.slice(slash + 1),
  };
}

/** Judges once what there is, without waiting for anything. */
async function judgeNow({ api }: ClusterSession, live: KubernetesObject): Promise<Judgement | undefined> {
  const readiness = readinessOf(live);
  if (readiness?.isReportedOnRead !== true) return undefined;
  const { namespace } = referenceTo(live);
  const lists = await Promise.all(
    readiness.rule.related.map(async (kind) => [kind.kind, await api.list(kind, namespace)] as const),
  );
  const related = new Map(lists);
  const judgement = readiness.rule.judge({
    object: live,
    quietMilliseconds: Number.POSITIVE_INFINITY,
    related: ({ kind }) => related.get(kind) ?? [],
  });
  if (judgement.isReady) return judgement;
  const events = await api.warningEvents(namespace).catch(() => []);
  const kin = [live, ...(judgement.kin ?? [])];
  return { ...judgement, problems: withEventProblems(judgement.problems, events, kin) };
}
