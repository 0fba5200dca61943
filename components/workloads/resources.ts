import type { ResourceRequirements } from "kubernetes-types/core/v1.d.ts";
import type { Bytes } from "../../model/quantities/bytes.ts";
import type { ScratchFolder, Size } from "../../model/size.ts";

/** The node's disk that a container may use: its logs and all its scratch folders. */
export const diskOf = (size: Size, scratch: readonly ScratchFolder[]): Bytes =>
  scratch.reduce((sum, { limit }) => sum.plus(limit), size.disk);

/** Requests and limits of a container. */
export function resourceRequirements(
  size: Size,
  scratch: readonly ScratchFolder[],
): Required<Pick<ResourceRequirements, "requests" | "limits">> {
  const fixed = { memory: size.memory.toString(), "ephemeral-storage": diskOf(size, scratch).toString() };
  return {
    requests: { cpu: size.cpu.request.toString(), ...fixed },
    limits: { cpu: size.cpu.limit.toString(), ...fixed },
  };
}
