import { podSecurityStandard } from "../../judging/frameworks.ts";
import { stateOf } from "../../judging/message.ts";
import { podRule } from "../../judging/pod-rule.ts";

export const noHostIpc = podRule({
  name: "no-host-ipc",
  displayName: "No host IPC namespace",
  description: "No pod shares memory, semaphores and queues with its node.",
  severity: "high",
  tags: ["pod-security", "PSS", "NSA", "CIS"],
  framework: podSecurityStandard("baseline", "hostNamespaces"),
  why: "The pod could read and change what programs of the node hold in shared memory.",
  fix: "remove hostIPC.",
  remediation: [
    "Remove hostIPC, or set it to false.",
    "Containers of one pod share memory anyway. Mount an emptyDir of medium Memory at /dev/shm where they need more.",
  ],
  podChecks: [
    ({ spec }, report) => {
      const field = spec.at("hostIPC");
      if (field.isSet && field.value !== false) {
        report(field, stateOf(field));
      }
    },
  ],
});
