import { stateOf } from "../judging/message.ts";
import { podRule } from "../judging/pod-rule.ts";
import { someField } from "../kubernetes/field.ts";
import { quantityOf } from "../kubernetes/quantity.ts";

export const emptydirSizeLimit = podRule({
  name: "emptydir-size-limit",
  displayName: "Empty directories have a size",
  description: "Every emptyDir volume has a sizeLimit.",
  severity: "medium",
  tags: ["resources", "SRE"],
  why: "Without a limit the files of one pod could fill the node's disk, or its memory, and the node then evicts others.",
  fix: "set emptyDir.sizeLimit to the most that is written there.",
  remediation: [
    "Set sizeLimit on the emptyDir: beyond it the pod is evicted.",
    "What is written to an emptyDir of medium Memory counts as memory of the containers: their limit must have room for it.",
  ],
  podChecks: [
    ({ spec }, report, inspection) => {
      for (const volume of spec.at("volumes").items()) {
        inspection.attempt(() => {
          const types = volume.entries().filter(([key]) => key !== "name" && key !== "emptyDir");
          const directory = volume.at("emptyDir");
          if (directory.isSet) {
            const limit = directory.at("sizeLimit");
            const size = quantityOf(limit.value);
            if (size === undefined || size <= 0n) {
              report(limit, size === undefined ? stateOf(limit) : "is not above zero");
            }
          } else if (
            volume.isSet &&
            !someField(
              types.map(([, field]) => field),
              ({ isSet }) => isSet,
            )
          ) {
            report(directory, "is not set, and a volume of no type becomes an emptyDir without a limit");
          }
        });
      }
    },
  ],
});
