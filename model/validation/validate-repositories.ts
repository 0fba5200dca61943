import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";

const repositoryName = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** Repositories are named as GitHub does, and each once. */
export const validateRepositories = ({
  name,
  repositories,
}: Pick<System, "name" | "repositories">): readonly Problem[] =>
  repositories.flatMap((repository, index) => {
    const path = `${name}.repositories[${index}]`;
    if (!repositoryName.test(repository))
      return [{ path, message: `"${repository}" is no repository on GitHub; write "owner/name"` }];
    // GitHub takes both for one, and so do file systems.
    const first = repositories.findIndex((other) => other.toLowerCase() === repository.toLowerCase());
    return first < index ? [{ path, message: `"${repository}" is named twice; drop one` }] : [];
  });
