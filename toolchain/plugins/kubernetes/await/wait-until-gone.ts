import { isNotFound, NoSuchKindError, UnreachableError } from "../cluster/api-error.ts";
import type { ClusterSession } from "../cluster/cluster-session.ts";
import {
  asText,
  listAt,
  objectId,
  referenceTo,
  textAt,
  type KubernetesObject,
} from "../cluster/kubernetes-object.ts";
import { valueAt } from "../field-path.ts";
import { ChangeSignal } from "./change-signal.ts";

// How soon a watch that has failed, or not begun, is made up for by a look of our own.
const LOOK_MILLISECONDS = 10_000;

export interface Departure {
  readonly object: KubernetesObject;
  readonly milliseconds: number;
  readonly cancelled: AbortSignal;
  readonly status: (text: string) => void;
}

/** Waits until the object is gone, or another one of its name has taken its place. @throws Error naming what holds it. */
export async function waitUntilGone(session: ClusterSession, departure: Departure): Promise<void> {
  const { cancelled } = departure;
  const reference = referenceTo(departure.object);
  const uid = textAt(departure.object, "metadata.uid");
  const deadline = Date.now() + departure.milliseconds;
  const changes = new ChangeSignal(cancelled);
  const resource = await session.api.discovery.resourceFor(reference.apiVersion, reference.kind);
  const place = resource.isNamespaced ? reference.namespace : "";
  const subscription = session.watches.subscribe(resource, place, changes.tell);
  let last = departure.object;
  let said = "";
  let lookedAt = Date.now();

  // The watch may lag behind, so the last word is the API server's.
  const isGone = async (): Promise<boolean> => {
    lookedAt = Date.now();
    try {
      last = await session.api.get(reference);
      return textAt(last, "metadata.uid") !== uid;
    } catch (error) {
      if (isNotFound(error) || error instanceof NoSuchKindError) return true;
      // An API server that starts anew answers again before the time is over.
      if (error instanceof UnreachableError && Date.now() < deadline && !cancelled.aborted) return false;
      throw error;
    }
  };

  try {
    for (;;) {
      const objects = subscription.objects();
      const there = objects?.find((object) => textAt(object, "metadata.uid") === uid);
      if (there !== undefined) last = there;
      const isBlind = objects === undefined || subscription.failure() !== undefined;
      const looks = isBlind ? Date.now() - lookedAt >= LOOK_MILLISECONDS : there === undefined;
      if (looks && (await isGone())) return;
      const text = holding(last);
      if (text !== said) departure.status(text);
      said = text;
      const left = deadline - Date.now();
      if (left <= 0 || cancelled.aborted) break;
      await changes.next(Math.min(left, LOOK_MILLISECONDS));
    }
    if (await isGone()) return;
    const why = cancelled.aborted
      ? "and waiting for it was cancelled"
      : `after ${departure.milliseconds / 1000} s`;
    const blind = subscription.failure();
    throw new Error(
      `${reference.kind} ${objectId(last)} is still there ${why}. ${holding(last)}${blind === undefined ? "" : ` ${blind}`}`,
    );
  } finally {
    subscription.close();
    if (said !== "") departure.status("");
  }
}

const FOREGROUND = "foregroundDeletion";

/** What keeps an object that is being deleted. */
function holding(object: KubernetesObject): string {
  const finalizers = valueAt(object, "metadata.finalizers");
  const names = Array.isArray(finalizers) ? finalizers.map((name) => asText(name)) : [];
  const others = names.filter((name) => name !== FOREGROUND);
  const sentences = [
    others.length > 0 ? `Finalizers hold it: ${others.join(", ")}.` : "",
    names.includes(FOREGROUND) ? "What belongs to it must be gone first." : "",
    textAt(object, "kind") === "Namespace" ? left(object) : "",
  ].filter((sentence) => sentence !== "");
  return sentences.length > 0 ? sentences.join(" ") : "Its deletion is under way.";
}

/** A namespace says itself what is left in it. */
function left(namespace: KubernetesObject): string {
  return listAt(namespace, "status.conditions")
    .filter(({ type, status }) => status === "True" && /Remaining$|Failure$/.test(asText(type)))
    .map(({ message }) => asText(message))
    .join(" ");
}
