import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";

/** Those that the kernel keeps apart for each pod. */
const safe: readonly unknown[] = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_notsent_lowat",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_slow_start_after_idle",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

const sysctlName = /^(?:abi|dev|fs|kernel|net|user|vm)[./][\w./-]+$/;

export const safeSysctlsOnly = podRule({
  name: "safe-sysctls-only",
  displayName: "Safe sysctls only",
  description: "No pod sets a parameter of the kernel that other pods of the node would feel.",
  severity: "medium",
  tags: ["pod-security", "PSS"],
  framework: podSecurityStandard("baseline", "sysctls"),
  why: "Other parameters hold for the whole node: one pod could slow down or stop all others.",
  fix: "remove it from securityContext.sysctls.",
  remediation: [
    "Remove the parameter, or have it set on the node for every pod.",
    `These may be set: ${safe.join(", ")}.`,
    "An API server before 1.37 refuses net.ipv4.tcp_notsent_lowat and net.ipv4.tcp_slow_start_after_idle all the same.",
  ],
  podChecks: [
    ({ spec }, report, inspection) => {
      for (const sysctl of spec.at("securityContext", "sysctls").items()) {
        inspection.attempt(() => {
          const name = sysctl.at("name");
          if (!safe.includes(name.value)) {
            report(name, stateOf(name, sysctlName));
          }
        });
      }
    },
  ],
});
