import { evicts } from "../../model/cache.ts";
import { type Copyable, whyNotCopied } from "../../model/snapshot.ts";

/** Who looks after a Redis without reading or changing what it holds: probes, the exporter, a person. */
export const redisMonitor = "monitor";

/** Who fetches a copy of all that a Redis holds, and can neither read a key by its name nor change anything. */
export const redisBackup = "backup";

/** What a replica that has nothing says to be sent everything. */
const backupCommands = ["psync", "replconf"];

/** Whom a replica comes to its primary as. */
export const redisReplica = "replica";

/** Whom a sentinel comes as, who makes replicas of primaries and primaries of replicas. */
export const redisSentinel = "sentinel";

/** Who sends clients on to the primary. It has no password, and may ask nothing but who that is. */
export const redisProxy = "proxy";

/** What Redis' own documentation gives a replica and a sentinel; and what an instance hands over by. */
const replicaCommands = ["psync", "replconf", "ping"];
const sentinelCommands = [
  ...["multi", "exec", "slaveof", "ping", "subscribe", "config|rewrite", "role", "publish", "info"],
  ...["client|setname", "client|kill", "script|kill", "replicaof", "client|pause", "client|unpause"],
];

/** What a monitor asks: how the server does, with which settings, for whom, and which commands were slow. */
const monitorCommands = [
  ...["ping", "info", "dbsize", "client|setname", "client|list", "config|get"],
  ...["slowlog|get", "slowlog|len", "latency|latest", "latency|histogram", "memory|stats", "memory|doctor"],
];

/** SHA-256 sums of the passwords of a Redis' users, in hexadecimal digits, or what becomes them. */
export interface PasswordSums {
  /** Of the application: each that is accepted. */
  readonly application: readonly string[];
  /** Of the monitor's own. @default it has none */
  readonly monitor?: string;
  /** Of who copies it. @default nobody does */
  readonly backup?: string;
}

/**
 * The users of a Redis, as its ACL file has them: the application, the monitor, and where it is copied, who does that. Applications are the `default` user, which every client speaks as that is
 * given a password alone: all keys, all commands but those that Redis calls dangerous (`KEYS`, `CONFIG`, `SHUTDOWN`, `FLUSHALL` …).
 * Clients ask for `INFO` before they take a server for ready, and a cache may be cleared (CAC-05).
 *
 * Whoever has the application's password may look after the server as well: the pods of Redis do, for their probes and for people. The
 * other way round nobody can: who measures or copies has a password that opens nothing more.
 * @param replicated Whether it has replicas, and so who keeps them and finds the primary.
 */
export function redisUsers(cache: Copyable, sums: PasswordSums, replicated = false): string {
  const passwords = sums.application.map((sum) => `#${sum}`).join(" ");
  const monitor = [...(sums.monitor === undefined ? [] : [`#${sums.monitor}`]), passwords].join(" ");
  const more = ["+info", ...(evicts(cache) ? ["+flushdb"] : [])].join(" ");
  const asked = monitorCommands.map((command) => `+${command}`).join(" ");
  const copied = sums.backup !== undefined && whyNotCopied(cache) === undefined;
  const copying = backupCommands.map((command) => `+${command}`).join(" ");
  return [
    `user default on ${passwords} ~* &* +@all -@dangerous ${more}`,
    `user ${redisMonitor} on ${monitor} resetkeys resetchannels -@all ${asked}`,
    ...(copied ? [`user ${redisBackup} on #${sums.backup} resetkeys resetchannels -@all ${copying}`] : []),
    ...(replicated
      ? [
          `user ${redisReplica} on ${passwords} resetkeys resetchannels -@all ${plus(replicaCommands)}`,
          `user ${redisSentinel} on ${passwords} resetkeys allchannels -@all ${plus(sentinelCommands)}`,
          `user ${redisProxy} on nopass resetkeys resetchannels -@all +role`,
        ]
      : []),
    "",
  ].join("\n");
}

const plus = (commands: readonly string[]): string => commands.map((command) => `+${command}`).join(" ");
