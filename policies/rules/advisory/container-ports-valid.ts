import { podRule } from "../../judging/pod-rule.ts";
import { containersOf, runsForPodsLife } from "../../kubernetes/container.ts";

const LONGEST = 15;
const form = /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const containerPortsValid = podRule({
  name: "container-ports-valid",
  displayName: "Ports have names of their own",
  description: "Every port of a container has a name, and no two of a pod have the same name or number.",
  severity: "low",
  level: "advisory",
  tags: ["network"],
  why: "A Service, a probe or a monitor that names a port gets the first of that name, and a number that stands twice means that one container can't listen.",
  fix: "name the port, once in the pod.",
  remediation: [
    "Give every port a name of at most 15 lower-case letters, digits and dashes, such as http or metrics.",
    "Let each container of the pod listen on a port of its own.",
  ],
  podChecks: [
    (template, report, { attempt }) => {
      const names = new Set<unknown>();
      const numbers = new Set<string>();
      for (const container of containersOf(template, attempt).filter(runsForPodsLife))
        attempt(() => {
          for (const port of container.root.at("ports").items())
            attempt(() => {
              const [name, number] = [port.at("name"), port.at("containerPort")];
              if (!name.isSet || name.value === "") report(name, `is not set, in ${container.subject}`);
              else if (String(name.value).length > LONGEST || !form.test(String(name.value)))
                report(name, `is no name of a port, in ${container.subject}`);
              else if (names.has(name.value)) report(name, "stands twice in the pod");
              names.add(name.value);
              const { value: protocol } = port.at("protocol");
              const key = JSON.stringify([number.value, protocol ?? "TCP"]);
              if (number.isSet && numbers.has(key)) report(number, "stands twice in the pod");
              numbers.add(key);
            });
        });
    },
  ],
});
