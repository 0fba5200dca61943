/** The repository in the suite's registry that stands for a declared one: the same path without the host. */
export const repositoryOf = (declared: string): string => declared.slice(declared.indexOf("/") + 1);
