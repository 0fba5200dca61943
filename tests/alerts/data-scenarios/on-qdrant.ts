import { type KnownSeries, readyPods } from "../healthy-data.ts";
import { crb, type DataScenario, healthy, odd } from "./scenario.ts";

const ready = readyPods(odd, "vector-store");
const system = "odd-scenes";

/** What kube-state-metrics tells of what is well, with these values. */
const told = (values: string): KnownSeries =>
  Object.fromEntries(
    Object.keys(healthy[system])
      .filter((series) => series.startsWith("kube_"))
      .map((series) => [series, values]),
  );

export const onQdrant: readonly DataScenario[] = [
  { what: "Qdrant's pod is not ready", system, differs: { [ready]: 0 }, fires: ["QdrantDown"] },
  {
    what: "there is no Qdrant at all",
    system,
    gone: /statefulset="vector-store"/,
    fires: ["QdrantDown"],
  },
  {
    what: "kube-state-metrics is away, and nobody can tell of Qdrant",
    system,
    gone: /statefulset="vector-store"|kube_pod_status_ready/,
    fires: ["QdrantUnknown"],
  },
  {
    what: "kube-state-metrics restarts, for ten minutes",
    system,
    differs: told("1x29 stale"),
    step: 1,
    fires: [],
  },
  {
    what: "kube-state-metrics has been away for twenty minutes, and another system's Qdrant was there before",
    system,
    differs: { ...told("1x19 stale"), [readyPods(crb, "vector-store")]: "1x19 stale" },
    step: 1,
    fires: ["QdrantUnknown"],
  },
  {
    what: "kube-state-metrics was away for twenty minutes, and is back",
    system,
    differs: told("1x9 stale _x19 1x10"),
    step: 1,
    fires: [],
  },
  {
    what: "kube-state-metrics comes back, and Qdrant is gone",
    system,
    differs: {
      ...told("1x9 stale _x9 1x20"),
      [ready]: "1x9 stale",
    },
    step: 1,
    fires: ["QdrantDown"],
  },
  {
    what: "Qdrant was away for four minutes",
    system,
    differs: { [ready]: "1x34 0x3 1x10" },
    step: 1,
    fires: [],
  },
  {
    what: "Qdrant has been away for six minutes, and another system's is there",
    system,
    differs: { [ready]: "1x33 0x10", [readyPods(crb, "vector-store")]: 1 },
    step: 1,
    fires: ["QdrantDown"],
  },
  {
    what: "another StatefulSet of the system is not ready",
    system,
    differs: { [readyPods(odd, "vector-store-x")]: 0 },
    fires: [],
  },
];
