import { cacheExporter, type Cache, evicts } from "../../../model/cache.ts";
import { selectorOf } from "../counter.ts";
import { much, tooMuch } from "../data-alerts/redis-alerts.ts";
import { seriesOf } from "../monitored-series.ts";
import type { Board, Panel, Row } from "./board.ts";
import { rate } from "./rates.ts";

/** The stores of a system beside its database that an exporter or Kubernetes tells of. */
export interface ShownStores {
  readonly namespace: string;
  /** A Redis that has an exporter. */
  readonly cache?: Cache;
  /** The part that a Qdrant of the platform's goes by. */
  readonly vectorStore?: string;
}

/** What a system's Redis and Qdrant hold, and whether they answer. */
export const storesBoard = ({ namespace, cache, vectorStore }: ShownStores): Board => ({
  name: "stores",
  about: "Whether the cache and the vector store answer, how full they are, and how they are used.",
  rows: [
    ...(cache ? cacheRows(namespace, cache) : []),
    ...(vectorStore === undefined ? [] : [vectorStoreRow(namespace, vectorStore)]),
  ],
});

function cacheRows(namespace: string, cache: Cache): readonly Row[] {
  const series = seriesOf(namespace, cacheExporter);
  return [
    {
      title: "Redis: memory and clients",
      panels: [
        {
          kind: "lines",
          title: "Memory of Redis used",
          description: evicts(cache)
            ? `Of ${cache.memory}. When it is full, what was used least is thrown away.`
            : `Of ${cache.memory}. When it is full, writes are refused.`,
          unit: "percentunit",
          queries: [
            { expr: `max(${series("redis_memory_used_bytes")}) / ${cache.memory.count}`, legend: "used" },
          ],
          ...(evicts(cache)
            ? {}
            : {
                bounds: [
                  { at: much, is: "ticket" },
                  { at: tooMuch, is: "page" },
                ],
              }),
          alerts: { names: ["RedisMemoryFull", "RedisMemoryNearLimit"] },
          most: 1,
        },
        {
          kind: "lines",
          title: "Clients of Redis",
          description: "Connections that are open.",
          unit: "short",
          queries: [{ expr: `max(${series("redis_connected_clients")})`, legend: "clients" }],
          bounds: [{ at: cache.connections, is: "ticket" }],
        },
        {
          kind: "lines",
          title: "Refused and thrown away",
          description: "In ten minutes: clients that were refused, keys that were thrown away for room.",
          unit: "short",
          queries: [
            {
              expr: `sum(increase(${series("redis_rejected_connections_total")}[10m]))`,
              legend: "clients refused",
            },
            {
              expr: `sum(increase(${series("redis_evicted_keys_total")}[10m]))`,
              legend: "keys thrown away",
            },
          ],
          alerts: { names: ["RedisConnectionsRejected"] },
        },
      ],
    },
    {
      title: "Redis: use",
      panels: [
        {
          kind: "lines",
          title: "Commands",
          description: "A second, over all clients.",
          unit: "ops",
          queries: [{ expr: `sum(${rate(series("redis_commands_processed_total"))})`, legend: "commands" }],
          width: 6,
        },
        {
          kind: "lines",
          title: "Found",
          description: "The share of keys that were there when they were asked for.",
          unit: "percentunit",
          queries: [{ expr: foundShare(series), legend: "of all that were asked for" }],
          most: 1,
          width: 6,
        },
        {
          kind: "lines",
          title: "Mean time of a command",
          description: "What Redis itself takes, of the five commands that take longest.",
          unit: "s",
          queries: [
            {
              expr: `topk(5, sum by (cmd) (${rate(series("redis_commands_duration_seconds_total"))}) / (sum by (cmd) (${rate(series("redis_commands_total"))}) > 0))`,
              legend: "{{cmd}}",
            },
          ],
          width: 6,
        },
        {
          kind: "lines",
          title: "Redis answers, and saves",
          description: "1 while it does: it answers its exporter, and its last snapshot was written.",
          unit: "short",
          queries: [
            { expr: `max(${series("redis_up")})`, legend: "answers" },
            { expr: `min(${series("redis_rdb_last_bgsave_status")})`, legend: "saves" },
          ],
          alerts: {
            names: [
              "RedisDown",
              "RedisUnknown",
              "RedisNotSaved",
              "RedisReplicaMissing",
              "RedisPrimaryChanged",
            ],
          },
          most: 1,
          width: 6,
        },
      ],
    },
  ];
}

const foundShare = (series: ReturnType<typeof seriesOf>): string => {
  const hits = `sum(${rate(series("redis_keyspace_hits_total"))})`;
  return `${hits} / (${hits} + sum(${rate(series("redis_keyspace_misses_total"))}) > 0)`;
};

/** Qdrant's own metrics ask for its key, which opens all that it holds, so what Kubernetes knows of it is shown. */
function vectorStoreRow(namespace: string, part: string): Row {
  const ofPod = [`namespace="${namespace}"`, `container="${part}"`];
  const panels: readonly Panel[] = [
    {
      kind: "lines",
      title: "Qdrant is ready",
      description: "Pods that are ready. What searches in it fails while there is none.",
      unit: "short",
      queries: [
        {
          expr: `max(${selectorOf({
            metric: "kube_statefulset_status_replicas_ready",
            matchers: [`namespace="${namespace}"`, `statefulset="${part}"`],
          })})`,
          legend: "ready",
        },
      ],
      alerts: { names: ["QdrantDown", "QdrantUnknown"] },
    },
    {
      kind: "lines",
      title: "CPU of Qdrant",
      description: "Cores that it uses.",
      unit: "short",
      queries: [
        {
          expr: `sum(${rate(selectorOf({ metric: "container_cpu_usage_seconds_total", matchers: ofPod }))})`,
          legend: "cores",
        },
      ],
    },
    {
      kind: "lines",
      title: "Memory of Qdrant",
      description: "What it can't do without, vectors among it.",
      unit: "bytes",
      queries: [
        {
          expr: `sum(${selectorOf({ metric: "container_memory_working_set_bytes", matchers: ofPod })})`,
          legend: "used",
        },
      ],
    },
  ];
  return { title: "Qdrant", panels };
}
