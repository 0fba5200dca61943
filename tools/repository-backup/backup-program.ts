import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { moduleFolder } from "../../toolchain/cluster/go-module.ts";
import { provideIngredients } from "../../toolchain/cluster/ingredients.ts";

/** Where the backup program's sources lie. */
export const backupSources = fileURLToPath(new URL("../../images/backup", import.meta.url));

/** Builds the backup program, or finds it built of the same sources, and answers its path. */
export async function backupProgram(say: (line: string) => void): Promise<string> {
  await provideIngredients({ modules: [backupSources], packages: [] }, say);
  return join(moduleFolder(backupSources), "slipway-backup");
}
