import { containerRule } from "../judging/container-rule.ts";
import { probeCheck, staysUp } from "../judging/probe-check.ts";

export const requireLivenessProbe = containerRule({
  name: "require-liveness-probe",
  displayName: "Liveness probe",
  description: "Every container that should stay up has a liveness probe.",
  severity: "medium",
  tags: ["probes", "SRE"],
  why: "Without it a container that hangs is never restarted.",
  fix: "add a probe that fails only when a restart would help.",
  remediation: [
    "For a server, ask its liveness path by httpGet: it should look at the process alone, never at a database.",
    "For a worker, check by exec that its heartbeat file is fresh.",
    "Give a slow start to a startupProbe rather than to a long initial delay.",
  ],
  concerns: staysUp,
  checks: [probeCheck("livenessProbe")],
});
