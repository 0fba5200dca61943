import { containerRule } from "../judging/container-rule.ts";

/** What a variable's name looks like: anything else got there by mistake and may be a secret. */
const variable = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

export const noDuplicateEnv = containerRule({
  name: "no-duplicate-env",
  displayName: "Each variable once",
  description: "No container sets a variable of one name twice.",
  severity: "medium",
  tags: ["configuration", "SRE"],
  why: "The last one wins, or either: an update may merge them by name and keep the one that nobody meant.",
  fix: "remove one of them.",
  remediation: [
    "Decide which of the values is meant, and remove the other.",
    "A variable of the list env wins over one of envFrom: that is no duplicate.",
  ],
  checks: [
    ({ root }, report, { attempt }) => {
      const seen = new Map<string, number>();
      root
        .at("env")
        .items()
        .forEach((entry, index) => {
          attempt(() => {
            const name = entry.at("name");
            if (typeof name.value !== "string") {
              return;
            }
            const first = seen.get(name.value);
            if (first !== undefined) {
              const shown = variable.test(name.value) ? `is ${name.value}` : "is a name";
              report(name, `${shown}, as env[${first}] is already`);
            }
            seen.set(name.value, first ?? index);
          });
        });
    },
  ],
});
