import type { System } from "../model/system.ts";
import { atlasUx } from "./atlas-ux.ts";
import { crbAnalyser } from "./crb-analyser.ts";
import { oddScenes } from "./odd-scenes.ts";

/** Every system that each stack runs. */
export const systems: readonly System[] = [atlasUx, crbAnalyser, oddScenes];
