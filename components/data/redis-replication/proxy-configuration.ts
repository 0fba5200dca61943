import { cacheInstances, type PlatformRedis } from "../../../model/cache.ts";
import { redisProxy } from "../redis-users.ts";
import { primaryName, quorum } from "./replication-settings.ts";

/** Where a proxy listens and finds the instances and their sentinels. */
export interface ProxyPlaces {
  /** The address that it listens on. @default all */
  readonly address?: string;
  readonly port: number;
  readonly healthPort: number;
  readonly redisPort: number;
  readonly sentinelPort: number;
}

/** Name of the file that {@link proxyConfiguration} is for, as the image looks for it. */
export const proxyConfigurationFile = "haproxy.cfg";

/** Where it says whether it is ready. */
export const proxyHealthPath = "/healthz";

/** Connections that a proxy takes: those that are declared, and those of whoever looks in when that many are there. */
export const proxyConnections = ({ connections }: Pick<PlatformRedis, "connections">): number =>
  connections + 64;

/**
 * HAProxy before a Redis with replicas: clients have one address, and speak to the primary of the moment. That is an instance of
 * which most sentinels say so, and which says so itself: a primary that comes back after its successor was chosen says it too, for
 * some seconds.
 */
export function proxyConfiguration(cache: PlatformRedis, places: ProxyPlaces): string {
  const { address = "", port, healthPort, redisPort, sentinelPort } = places;
  const chosen = (instance: string): string => `nbsrv(${votesOf(instance)}) ge ${quorum}`;
  const pairs = cacheInstances.flatMap((one, index) =>
    cacheInstances.slice(index + 1).map((other) => `{ ${chosen(one)} } { ${chosen(other)} }`),
  );
  const primaries = cacheInstances.map((one) => `{ ${chosen(one)} } { nbsrv(${one}) ge 1 }`);
  return [
    section("global", [`maxconn ${proxyConnections(cache)}`, "log stdout format raw local0 notice"]),
    section("defaults", [
      "mode tcp",
      "log global",
      "option dontlog-normal",
      "timeout connect 2s",
      "timeout check 1s",
      // Pools keep connections for as long as they like, as a Redis lets them.
      "timeout client 24h",
      "timeout server 24h",
      "option clitcpka",
      "option srvtcpka",
    ]),
    section("frontend redis", [
      `bind ${address}:${port}`,
      ...cacheInstances.map((instance) => `use_backend ${instance} if { ${chosen(instance)} }`),
    ]),
    ...cacheInstances.flatMap((instance) => [
      section(`backend ${instance}`, [
        ...check("ROLE", "master"),
        // Who is connected to a primary that has become a replica, or does not answer, has to come anew.
        `server ${instance} ${instance}:${redisPort} check inter 1s fall 2 rise 1 on-marked-down shutdown-sessions`,
      ]),
      section(`backend ${votesOf(instance)}`, [
        ...check(`SENTINEL get-master-addr-by-name ${primaryName}`, instance),
        ...cacheInstances.map(
          (voter) => `server ${voter} ${voter}:${sentinelPort} check inter 1s fall 1 rise 1`,
        ),
      ]),
    ]),
    section("frontend health", [
      "mode http",
      `bind ${address}:${healthPort}`,
      `monitor-uri ${proxyHealthPath}`,
      // One that sees no primary takes no client from another that does.
      `monitor fail unless ${primaries.join(" or ")}`,
      // Before its first checks it takes every instance for a primary.
      ...pairs.map((pair) => `monitor fail if ${pair}`),
    ]),
  ].join("\n");
}

const votesOf = (instance: string): string => `votes-for-${instance}`;

const section = (title: string, lines: readonly string[]): string =>
  [title, ...lines.map((line) => `  ${line}`), ""].join("\n");

/** Asks as the user without a password, for whom any will do, and looks for a word of the answer. */
const check = (command: string, word: string): string[] => [
  "option tcp-check",
  "tcp-check connect",
  String.raw`tcp-check send "AUTH ${redisProxy} none\r\n"`,
  "tcp-check expect string +OK",
  String.raw`tcp-check send "${command}\r\n"`,
  String.raw`tcp-check expect string "\r\n${word}\r\n"`,
];
