import { fileURLToPath } from "node:url";
import { moduleFolder } from "../../../toolchain/cluster/go-module.ts";
import { provideIngredients } from "../../../toolchain/cluster/ingredients.ts";

/** The controllers that are built from their Go modules, by the folder of each one's wrapper module beside this file. */
export const controllerModules = [
  "traefik",
  "argo-rollouts",
  "prometheus-adapter",
  "prometheus-operator",
] as const;

export type ControllerModule = (typeof controllerModules)[number];

/** The folder of a controller's programs; it may not be built yet. */
export const controllerPrograms = (module: ControllerModule): string => moduleFolder(sourceOf(module));

/** Builds the controllers that are not built yet. Minutes each, the first time. @throws NoClusterHere without Go. */
export async function buildControllers(say: (line: string) => void): Promise<void> {
  await provideIngredients({ modules: controllerModules.map(sourceOf), packages: [] }, say);
}

const sourceOf = (module: ControllerModule): string => fileURLToPath(new URL(module, import.meta.url));
