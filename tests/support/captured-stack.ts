import type { EnvironmentName } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";

const captures = new Map<EnvironmentName, Promise<readonly CapturedResource[]>>();

/** What the committed stack registers. It takes over a second, so tests share it, and none of them may change it. */
export function capturedStack(stack: EnvironmentName): Promise<readonly CapturedResource[]> {
  const captured = captures.get(stack) ?? capture(stack).then(frozen);
  captures.set(stack, captured);
  return captured;
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  Object.values(value).forEach(frozen);
  return value;
}
