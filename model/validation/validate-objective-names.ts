import { objectiveName } from "../objective.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";

/** What is wrong with how objectives are told apart: what is recorded of each goes by its name, and a second one would go by the same. */
export function validateObjectiveNames({ name, objectives }: Pick<System, "name" | "objectives">): Problem[] {
  const names = objectives.map(objectiveName);
  return names.flatMap((own, index) => {
    const first = names.indexOf(own);
    return first === index
      ? []
      : [
          {
            path: `${name}.objectives[${index}]`,
            message: `"${own}" is what objectives[${first}] is called too; say of each what it is about, or leave one out`,
          },
        ];
  });
}
