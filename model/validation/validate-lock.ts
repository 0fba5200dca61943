import type { Bucket } from "../object-store.ts";
import type { Problem } from "../problem.ts";
import { inWholeDays } from "./whole-days.ts";

/** What is wrong with how long versions of a bucket's files are locked. */
export function validateLock(
  bucketPath: string,
  { lock, retention }: Bucket,
  hasVersions: boolean,
  provider: string,
): Problem[] {
  if (!lock) return [];
  const path = `${bucketPath}.lock`;
  return [
    ...inWholeDays(path, lock),
    ...(hasVersions
      ? []
      : [
          {
            path,
            message: `${provider} keeps no versions, and a lock is on versions; leave it out, or keep the files where there are some`,
          },
        ]),
    ...(lock.exceeds(retention)
      ? [
          {
            path,
            message: `${lock} is longer than the retention of ${retention}, so what is to go could not; give ${retention} or less, or a longer retention`,
          },
        ]
      : []),
  ];
}
