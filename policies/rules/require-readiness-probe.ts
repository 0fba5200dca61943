import { containerRule } from "../judging/container-rule.ts";
import { probeCheck, staysUp } from "../judging/probe-check.ts";

export const requireReadinessProbe = containerRule({
  name: "require-readiness-probe",
  displayName: "Readiness probe",
  description: "Every container that should stay up has a readiness probe.",
  severity: "high",
  tags: ["probes", "SRE"],
  why: "Without it a rollout goes on over pods that do not work, and traffic reaches pods that cannot answer.",
  fix: "add a probe that fails while the container cannot do its work.",
  remediation: [
    "For a server, ask its readiness path by httpGet: it may look at what the server needs.",
    "For a worker, check by exec that it has started and that its heartbeat file is fresh.",
  ],
  concerns: staysUp,
  checks: [probeCheck("readinessProbe")],
});
