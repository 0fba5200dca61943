import type { Properties } from "../../protocol/property-value.ts";
import type { Operation, ResourceIdentity } from "../../protocol/resource-provider.ts";
import { propagationPolicy, skipsAwait, waitingTime } from "../annotations.ts";
import { waitUntilGone } from "../await/wait-until-gone.ts";
import { isConflict, isInvalid, isNotFound, NoSuchKindError } from "../cluster/api-error.ts";
import type { KubernetesApi } from "../cluster/api.ts";
import { referenceTo, textAt, type ObjectReference } from "../cluster/kubernetes-object.ts";
import { objectKind } from "../object-kind.ts";
import { objectFrom, recordedIn } from "./object-state.ts";
import type { OperationContext } from "./operation-context.ts";
import { relinquish } from "./update.ts";

/** Kinds whose deletion isn't waited for when the program skips awaiting them. */
const skippable = [
  "DaemonSet",
  "Deployment",
  "Job",
  "Namespace",
  "Pod",
  "ReplicationController",
  "StatefulSet",
];

/**
 * Deletes an object and waits until it is gone, with all that belongs to it. One that is not there is gone, and so is
 * one whose name another object has by now: that one stays.
 */
export async function deleteObject(
  context: OperationContext,
  identity: ResourceIdentity & { id: string },
  state: Properties,
  { timeoutSeconds }: Operation,
): Promise<void> {
  const { urn } = identity;
  const session = await context.cluster.toChange();
  const { api } = session;
  const { live, inputs, fieldManager } = recordedIn(state);
  const sent = objectFrom(inputs ?? {});
  const slash = identity.id.indexOf("/");
  const uid = textAt(live, "metadata.uid");
  const reference = { ...referenceTo(live), name: identity.id.slice(slash + 1) };
  try {
    if (objectKind(identity.type, live).isPatch) {
      await relinquish(api, live, fieldManager);
      return;
    }
    const current = await api.get(reference);
    await api.delete(reference, propagationPolicy(sent), uid);
    if (skipsAwait(sent) && skippable.includes(reference.kind)) return;
    await waitUntilGone(session, {
      object: current,
      milliseconds: waitingTime(sent, timeoutSeconds),
      cancelled: context.cancelled,
      status: (text) => {
        context.log.status(urn, text);
      },
    });
  } catch (error) {
    if (isNotFound(error) || error instanceof NoSuchKindError) return;
    // To apply with another object's UID is an invalid change to the API server; to delete with it is a conflict.
    const isRefused = isConflict(error) || isInvalid(error);
    if (!isRefused || (await isStillThere(api, reference, uid))) throw error;
    context.log.message(
      urn,
      "warning",
      `${reference.kind} ${identity.id} as recorded is gone already. Whatever has its name by now is left alone.`,
    );
  }
}

async function isStillThere(api: KubernetesApi, reference: ObjectReference, uid: string): Promise<boolean> {
  try {
    return uid === "" || textAt(await api.get(reference), "metadata.uid") === uid;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
