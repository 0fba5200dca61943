import { containerVariables } from "../container-variables.ts";
import type { Problem } from "../problem.ts";
import { type Runnable, runnablesOf } from "../runnable.ts";
import { secretFormIn } from "../secret-forms.ts";
import { storeSecrets } from "../secret-names.ts";
import type { System } from "../system.ts";
import type { Secret, Setting } from "../variable.ts";

/** What is wrong with a system's variables and with who reads them. */
export function validateVariables(system: System): Problem[] {
  return [
    ...validateCatalogue(system),
    ...validateSets(system),
    ...runnablesOf(system).flatMap(({ path, runnable }) => validateContainer(system, path, runnable)),
  ];
}

/** A letter first: a Secret's name follows from it. */
const nameForm = /^[A-Z][A-Z0-9_]*$/;

const notAName = (name: string): string =>
  `"${name}" is not a variable name; use capitals, digits and _, a letter first`;

function validateCatalogue(system: System): Problem[] {
  return Object.entries(system.variables).flatMap(([name, variable]) => {
    const path = `${system.name}.variables.${name}`;
    const problems: Problem[] = [];
    if (!nameForm.test(name)) problems.push({ path, message: notAName(name) });
    if (variable.kind === "secret") problems.push(...validateSecret(path, name, variable));
    if (variable.kind === "setting") problems.push(...validateSetting(path, variable));
    if (variable.kind === "public-url") {
      const service = system.services[variable.service];
      if (!service) problems.push({ path, message: `no service "${variable.service}" is declared` });
      else if (!("public" in service && service.public)) {
        problems.push({
          path,
          message: `service "${variable.service}" is not public and has no address to give`,
        });
      }
    }
    if (variable.kind === "external-url" && !Object.hasOwn(system.externalHosts, variable.host)) {
      const hosts = Object.keys(system.externalHosts).join(", ") || "none";
      problems.push({ path, message: `no external host "${variable.host}" is declared; known: ${hosts}` });
    }
    return problems;
  });
}

function validateSetting(path: string, { value, shape }: Setting): Problem[] {
  const given =
    typeof value === "string" ? { [`${path}.value`]: value } : prefixedBy(`${path}.value.`, value);
  return Object.entries(given).flatMap(([at, text]) => {
    const form = secretFormIn(text);
    if (form !== undefined)
      return [
        { path: at, message: `holds what looks like ${form}; declare it as a secret, without its value` },
      ];
    return shape.fits(text) ? [] : [{ path: at, message: `"${text}" is not ${shape.form}` }];
  });
}

const prefixedBy = (prefix: string, values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [prefix + name, value]));

function validateSecret(path: string, name: string, { shape }: Secret): Problem[] {
  if (storeSecrets.includes(name)) {
    return [{ path, message: `"${name}" is what a data store's own secret goes by; choose another name` }];
  }
  return Number.isInteger(shape.length) && shape.length >= 1
    ? []
    : [{ path: `${path}.shape.length`, message: `${shape.length} is not a whole number of 1 or more` }];
}

/** Services that name one set must mean one list, or one of them would read the other's ConfigMap. */
function validateSets(system: System): Problem[] {
  const lists = new Map<string, { list: string; owner: string }>();
  return runnablesOf(system).flatMap(({ name, path, runnable: service }) => {
    const list = service.variables.variables.join(" ");
    const first = lists.get(service.variables.name) ?? { list, owner: name };
    lists.set(service.variables.name, first);
    return first.list === list
      ? []
      : [
          {
            path: `${path}.variables`,
            message: `set "${service.variables.name}" lists other variables in "${first.owner}"; share one constant or rename one set`,
          },
        ];
  });
}

function validateContainer(system: System, path: string, service: Runnable): Problem[] {
  const problems: Problem[] = [];
  service.variables.variables.forEach((variable, index) => {
    const at = `${path}.variables[${index}]`;
    const declared = Object.hasOwn(system.variables, variable) ? system.variables[variable] : undefined;
    if (!declared)
      problems.push({
        path: at,
        message: `no variable "${variable}" is declared in ${system.name}.variables`,
      });
    else if (service.kind === "static-site" && declared.kind === "secret") {
      problems.push({
        path: at,
        message: `"${variable}" is a secret, and a static site shows all it has to every visitor`,
      });
    }
  });
  for (const variable of edgeVariables(service)) {
    if (!nameForm.test(variable)) problems.push({ path: `${path}.uses`, message: notAName(variable) });
  }
  if ("uses" in service && service.uses.database && Object.keys(service.uses.database.env).length === 0) {
    problems.push({
      path: `${path}.uses.database.env`,
      message: "is empty; name the variable that the code reads",
    });
  }
  const sources = new Map<string, string>();
  for (const [variable, source] of containerVariables(system, service)) {
    const other = sources.get(variable);
    if (other !== undefined) {
      problems.push({
        path,
        message: `variable ${variable} is set twice: by ${other} and by ${source}; keep one`,
      });
    }
    sources.set(variable, source);
  }
  for (const word of "command" in service ? service.command : []) {
    for (const [, variable = ""] of word.matchAll(/\$\((\w+)\)/g)) {
      if (!sources.has(variable)) {
        problems.push({
          path: `${path}.command`,
          message: `"${word}" names ${variable}, which this container does not have`,
        });
      }
    }
  }
  return problems;
}

/** The variables that a service's edges to data stores give it. */
function edgeVariables(service: Runnable): readonly string[] {
  if (service.kind === "static-site") return [];
  const { database, cache, vectorStore } = service.uses;
  return [
    ...Object.keys(database?.env ?? {}),
    ...(cache ? [cache.env] : []),
    ...(vectorStore ? [vectorStore.env, vectorStore.key] : []),
  ];
}
