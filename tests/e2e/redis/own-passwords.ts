import { createHash } from "node:crypto";
import type { PasswordSums } from "../../../components/data/redis-users.ts";

/** What who measures and who copies each log in with. */
export const ownPasswords = { monitor: "of-the-monitor-alone", backup: "of-the-backup/alone" };

/** What a Redis knows them by, and the application by each of its passwords. */
export const sumsOf = (application: readonly string[]): PasswordSums => ({
  application: application.map(sha256),
  monitor: sha256(ownPasswords.monitor),
  backup: sha256(ownPasswords.backup),
});

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
