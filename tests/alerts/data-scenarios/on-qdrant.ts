import { readyPods } from "../healthy-data.ts";
import { crb, type DataScenario, odd } from "./scenario.ts";

const ready = readyPods(odd, "vector-store");
const system = "odd-scenes";

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
    fires: [],
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
