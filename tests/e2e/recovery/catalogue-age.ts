import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bucket, type RecoveryRig } from "./recovery-rig.ts";

const DAY_MILLISECONDS = 86_400_000;

/** Has the catalogue say that a backup was taken so many days earlier, as nobody waits for a month here. */
export function age(rig: RecoveryRig, serverName: string, backup: string, days: number): void {
  const file = rig.store.file(bucket, join(rig.archive.folderOf(serverName), "base", backup, "backup.info"));
  const earlier = (time: string): string =>
    new Date(new Date(time).getTime() - days * DAY_MILLISECONDS)
      .toISOString()
      .replace("T", " ")
      .replace("Z", "+00:00");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replaceAll(
      /^(begin_time|end_time)=(.+)$/gm,
      (_line, name: string, time: string) => `${name}=${earlier(time)}`,
    ),
  );
}
