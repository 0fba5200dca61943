import { hours, minutes } from "../../../model/quantities/duration.ts";
import type { Tier } from "../../../model/workload.ts";
import type { Alert } from "../alert.ts";
import { inLines, selectorOf } from "../counter.ts";

/** The volumes of one part. */
export interface WatchedVolumes {
  readonly part: string;
  readonly tier: Tier;
  readonly namespace: string;
  /** What the names of their claims match, as a whole. */
  readonly claims: string;
  /** How many there are. */
  readonly count: number;
  /** What happens when one is full, in half a sentence. */
  readonly whenFull: string;
}

/** The share of a volume that is free when somebody should make room (CF-27), and when there is no time left for it. */
export const few = 0.2;
export const hardlyAny = 0.1;

/** Whether the volumes of a part fill up (OBS-03), as the kubelet of their node tells. */
export function volumeAlerts({
  part,
  tier,
  namespace,
  claims,
  count,
  whenFull,
}: WatchedVolumes): readonly Alert[] {
  const matchers = [`namespace="${namespace}"`, `persistentvolumeclaim=~"${claims}"`];
  const available = selectorOf({ metric: "kubelet_volume_stats_available_bytes", matchers });
  const capacity = selectorOf({ metric: "kubelet_volume_stats_capacity_bytes", matchers });
  const free = inLines("min by (persistentvolumeclaim) (", `  ${available}`, `  / ${capacity}`, ")");
  const summary =
    "{{ $value | humanizePercentage }} of the volume {{ $labels.persistentvolumeclaim }} are free";
  return [
    {
      name: "VolumeAlmostFull",
      part,
      tier,
      severity: "page",
      when: `${free} < ${hardlyAny}`,
      for: minutes(5),
      summary,
      description: `When nothing is free, ${whenFull}.`,
    },
    {
      name: "VolumeFilling",
      part,
      tier,
      severity: "ticket",
      when: `${free} < ${few}`,
      for: minutes(15),
      summary,
      description: `It needs more room, or less in it, before ${whenFull}.`,
    },
    {
      name: "VolumeUnknown",
      part,
      tier,
      severity: "ticket",
      // One kubelet that is not asked hides the volumes of its node alone.
      when: `(count(${available}) or vector(0)) < ${count}`,
      for: hours(1),
      summary: `Only {{ $value }} of ${count} volumes of ${part} are known`,
      description: `No kubelet tells of the others whose claims are called ${claims}, so no other alert would tell that one fills up.`,
    },
  ];
}
