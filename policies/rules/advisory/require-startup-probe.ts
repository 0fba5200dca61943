import { containerRule } from "../../judging/container-rule.ts";
import { staysUp } from "../../judging/probe-check.ts";

/** Seconds. Whoever waits longer before the first look expects a slow start. */
const LONGEST_DELAY = 30;

export const requireStartupProbe = containerRule({
  name: "require-startup-probe",
  displayName: "A slow start has a probe of its own",
  description: `A container whose liveness probe begins later than ${LONGEST_DELAY} s has a startup probe.`,
  severity: "low",
  level: "advisory",
  tags: ["probes", "SRE"],
  why: "A fixed delay is too long on a good day and too short on a bad one, when the container is killed while it starts, again and again.",
  fix: "add a startupProbe and remove the delay.",
  remediation: [
    "Add a startupProbe that asks what the liveness probe asks; failureThreshold times periodSeconds is the longest start.",
    "Remove livenessProbe.initialDelaySeconds: the liveness probe waits for the startup probe.",
  ],
  concerns: staysUp,
  checks: [
    ({ root }, report) => {
      const delay = root.at("livenessProbe", "initialDelaySeconds");
      if (typeof delay.value !== "number" || delay.value <= LONGEST_DELAY) return;
      const probe = root.at("startupProbe");
      if (!probe.isSet) report(probe, `is not set, and the liveness probe waits ${delay.value} s`);
    },
  ],
});
