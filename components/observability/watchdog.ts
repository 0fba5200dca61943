import { minutes } from "../../model/quantities/duration.ts";
import type { Alert } from "./alert.ts";

/** The name that such an alert has everywhere. */
export const watchdogName = "Watchdog";

/** The name of the rules that are about alerting itself, and of the part that they are about. */
export const alertingName = "alerting";

/**
 * It always fires, and says so to a watcher outside, who raises the alarm when he hears nothing: then no other alert arrives either. Each
 * system has one, so that rules and routes of each are known to be in force.
 */
export const watchdog: Alert = {
  name: watchdogName,
  part: alertingName,
  tier: "critical",
  severity: "log",
  when: "vector(1)",
  for: minutes(0),
  summary: "Alerts of this system are evaluated and sent",
  description: "This is how it should be. When it ends, nobody is told of anything.",
};
