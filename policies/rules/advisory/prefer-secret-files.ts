import { containerRule } from "../../judging/container-rule.ts";

export const preferSecretFiles = containerRule({
  name: "prefer-secret-files",
  displayName: "Secrets come as files",
  description: "No container gets a Secret in its environment; they are mounted as files.",
  severity: "low",
  level: "advisory",
  tags: ["secrets", "CIS"],
  why: "Every child process inherits the environment, and crash reports print it.",
  fix: "mount the Secret as a volume, and let the program read the file.",
  remediation: [
    "Mount the Secret with readOnly: true and defaultMode 0440.",
    "Let the program read the file, and once more when it has changed.",
    "Where the program only knows variables, disable this policy in the stack's policy configuration and say why.",
  ],
  checks: [
    ({ root }, report, { attempt }) => {
      for (const variable of root.at("env").items())
        attempt(() => {
          const reference = variable.at("valueFrom", "secretKeyRef");
          if (reference.isSet) report(reference, "puts a Secret into the environment");
        });
    },
    ({ root }, report, { attempt }) => {
      for (const source of root.at("envFrom").items())
        attempt(() => {
          const reference = source.at("secretRef");
          if (reference.isSet) report(reference, "puts a whole Secret into the environment");
        });
    },
  ],
});
