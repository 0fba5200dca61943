import { chownSync } from "node:fs";

/** A user for what is started here; none where the tests themselves run without privileges. */
export interface Unprivileged {
  readonly uid?: number;
  readonly gid?: number;
}

const user = (id: number): Unprivileged => (process.getuid?.() === 0 ? { uid: id, gid: id } : {});

/** A pod's user, which no machine has a name for. */
export const podUser = user(65532);

/** A server's user: PostgreSQL and PgBouncer refuse root, and one without a name. */
export const serverUser = user(65534);

/** Gives a file or folder to a user. */
export function give(path: string, { uid, gid }: Unprivileged): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}
