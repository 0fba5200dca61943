import type { FeatureFlag } from "../model/feature-flag.ts";
import type { Migration } from "../model/migration.ts";
import type { Task } from "../model/task.ts";

/** A task in a line of its system's page. */
export function taskLine(task: Task): string {
  const when =
    task.kind === "scheduled-task" ? `at \`${task.schedule}\` (${task.timeZone})` : "once a release";
  const parties = task.egress.map(({ name }) => name).join(", ");
  return [
    when,
    `\`${task.command.join(" ")}\` in ${task.image}`,
    `at most ${task.deadline}`,
    `tried ${task.retries + 1} times`,
    ...(task.calls.length > 0 ? [`calls ${task.calls.join(", ")}`] : []),
    ...(parties === "" ? [] : [`third parties ${parties}`]),
  ].join(", ");
}

/** How a system's database is migrated, in a line of its page. */
export function migrationLine({ command, image, deadline, timeouts, bootstrap }: Migration): string {
  return [
    `Once a release, before anything of it starts: \`${command.join(" ")}\` in ${image}`,
    `at most ${deadline}`,
    `${timeouts.lock} for a lock`,
    `${timeouts.statement} for a statement`,
    ...bootstrap.map((file) => `after \`systems/${file}\``),
  ].join(", ");
}

/** A feature flag in a line of its system's page. */
export const flagLine = ({ meaning, variants, off }: FeatureFlag): string =>
  `${meaning}; ${Object.entries(variants)
    .map(([name, value]) => `${name} \`${JSON.stringify(value)}\`${name === off ? " (off)" : ""}`)
    .join(", ")}`;
