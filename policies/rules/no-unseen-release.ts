import { namespacedNameForm } from "../judging/parameter-forms.ts";
import type { Rule } from "../judging/rule.ts";
import { textsParameter } from "../judging/settings.ts";
import { someField } from "../kubernetes/field.ts";

const allowed = "allowed";

export const noUnseenRelease: Rule = {
  name: "no-unseen-release",
  displayName: "No Helm release that policies can't see into",
  description:
    "No Helm chart is released as a Release, whose objects no policy is shown. Charts whose objects are resources of the stack are fine.",
  severity: "high",
  level: "advisory",
  tags: ["supply-chain", "policies"],
  why: "Whatever the chart makes passes every rule unread, privileged pods and rights to everything included.",
  fix: "make it a Chart (kubernetes.helm.v4.Chart), whose objects are judged one by one, or allow this release in the stack's policy configuration.",
  remediation: [
    "Use kubernetes.helm.v4.Chart with the same chart, version and values: it renders the objects in the stack.",
    "A chart that works by Helm's hooks alone has to stay a Release: render it by hand (helm template), read what it makes, and add namespace/name to the parameter.",
    "Have the cluster itself hold such pods back: the namespace's pod security level judges whatever is made in it.",
  ],
  parameters: {
    [allowed]: textsParameter(
      "The releases that somebody has read and answers for, as namespace/name.",
      [],
      namespacedNameForm,
    ),
  },
  judgeRelease({ root, subject }, inspection) {
    inspection.applies();
    inspection.attempt(() => {
      const [namespace, name] = [root.at("namespace"), root.at("name")];
      const isAllowed = someField(inspection.settings.texts(allowed), (each) => {
        const [where, what, ...more] = each.split("/");
        return more.length === 0 && namespace.value === where && name.value === what;
      });
      if (!isAllowed)
        inspection.report({
          subject,
          field: root.at("chart"),
          problem: "is released unseen by the policies",
        });
    });
  },
};
