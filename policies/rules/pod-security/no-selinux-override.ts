import { podSecurityStandard } from "../../judging/frameworks.ts";
import type { Inspection } from "../../judging/inspection.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";
import type { ReportField } from "../../judging/report-field.ts";
import type { Field } from "../../kubernetes/field.ts";

const types = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

export const noSelinuxOverride = podRule({
  name: "no-selinux-override",
  displayName: "No SELinux label of its own",
  description: `No pod and no container sets an SELinux user or role, or a type other than ${types.join(", ")}.`,
  severity: "medium",
  tags: ["pod-security", "PSS", "CIS"],
  framework: podSecurityStandard("baseline", "seLinuxOptions"),
  why: "A label of another domain, such as spc_t, takes the container out of the one that holds it.",
  fix: "remove seLinuxOptions.",
  remediation: [
    "Remove user and role from seLinuxOptions: the runtime chooses them.",
    `Remove type, or set it to one of ${types.join(", ")}.`,
  ],
  podChecks: [
    ({ spec }, report, inspection) => {
      checkOptions(spec, report, inspection);
    },
  ],
  containerChecks: [
    ({ root }, report, inspection) => {
      checkOptions(root, report, inspection);
    },
  ],
});

function checkOptions(owner: Field, report: ReportField, inspection: Inspection): void {
  const options = owner.at("securityContext", "seLinuxOptions");
  for (const [key, allowed] of [
    ["type", types],
    ["user", []],
    ["role", []],
  ] as const) {
    inspection.attempt(() => {
      const field = options.at(key);
      if (field.isSet && !["", ...allowed].some((text) => text === field.value)) {
        report(field, stateOf(field, /^[a-z_]+_[tur]$/));
      }
    });
  }
}
