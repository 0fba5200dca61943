import { textAt, type KubernetesObject } from "../cluster/kubernetes-object.ts";

const NUMBER = /^\d+$/;

/** Whether the first is an earlier state of the same object. A watch may lag behind an answer. */
export function isOlder(object: KubernetesObject, than: KubernetesObject): boolean {
  if (textAt(object, "metadata.uid") !== textAt(than, "metadata.uid")) return false;
  const [left, right] = [object, than].map((each) => textAt(each, "metadata.resourceVersion"));
  if (left === undefined || right === undefined || !NUMBER.test(left) || !NUMBER.test(right)) return false;
  return BigInt(left) < BigInt(right);
}
