import { redisReplica } from "../redis-users.ts";
import { backlog, replicaBuffer, silence } from "./replication-settings.ts";

/**
 * What an instance with replicas is set to, beside what every Redis is. Who it is and who is primary is not in it: the
 * script that starts it knows its name, and asks the sentinels.
 */
export function replicationConfiguration(): string {
  const lines: readonly (readonly [string, string | number])[] = [
    ["masteruser", redisReplica],
    // A primary that is cut off from all replicas takes no more writes, by the time the sentinels have made another.
    ["min-replicas-to-write", 1],
    ["min-replicas-max-lag", silence / 1000],
    ["repl-ping-replica-period", 2],
    ["repl-timeout", 10],
    ["repl-diskless-sync-delay", 0],
    // It would refuse to end while it writes the beginning of its log, and be killed for it when its time is over.
    ["shutdown-on-sigterm", "force"],
    ["repl-backlog-size", backlog.count],
    ["client-output-buffer-limit", `replica ${replicaBuffer.count} ${replicaBuffer.count} 60`],
  ];
  return `${lines.map(([name, value]) => `${name} ${value}`).join("\n")}\n`;
}
