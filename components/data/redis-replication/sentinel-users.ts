import { redisProxy } from "../redis-users.ts";

/**
 * Whom a sentinel lets in, as its ACL file has it: the other sentinels and the instances, with the password of their Redis; and,
 * without one, the proxy, which may ask nothing but who the primary is.
 * @param hashes As of the users of the Redis itself.
 */
export function sentinelUsers(hashes: readonly string[]): string {
  const passwords = hashes.map((hash) => `#${hash}`).join(" ");
  return [
    `user default on ${passwords} ~* &* +@all`,
    `user ${redisProxy} on nopass resetkeys resetchannels -@all +sentinel|get-master-addr-by-name`,
    "",
  ].join("\n");
}
