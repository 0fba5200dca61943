import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CopiedStores } from "../../components/backups/copied-stores.ts";
import { repositoriesFolder, repositorySettings } from "../../components/backups/snapshot-settings.ts";
import { type Bundled, type MirroredRepository, mirrorBundle } from "./mirror-bundle.ts";

/** The repositories of a system, and where their copy goes. */
export interface RepositoryCopy {
  readonly copied: Pick<CopiedStores, "dumps" | "source">;
  readonly repositories: readonly MirroredRepository[];
  /** Path of the backup program. */
  readonly program: string;
  /** The key of the bucket, under the names that the program reads. */
  readonly keys: Readonly<Record<string, string>>;
  readonly told: (repository: MirroredRepository, bundled: Bundled) => void;
}

/**
 * Bundles each repository and hands the bundles to the backup program, which seals them, reads them back and keeps them as it
 * keeps dumps (BDR-03, BDR-14). Half of the repositories is no copy: one that can't be read fails all of it.
 * @returns The program's exit code.
 * @throws CopyFailed for a repository that can't be copied.
 */
export async function copyRepositories(copy: RepositoryCopy): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-repositories-"));
  try {
    for (const repository of copy.repositories) {
      const bundle = join(folder, repositoriesFolder, `${repository.name}.bundle`);
      mkdirSync(join(folder, repositoriesFolder), { recursive: true });
      copy.told(repository, await mirrorBundle(repository, bundle, folder));
    }
    return await sealed(copy, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sealed({ copied, program, keys }: RepositoryCopy, folder: string): Promise<number> {
  const settings = join(folder, "settings.json");
  writeFileSync(settings, repositorySettings(copied, folder));
  const authority = join(folder, "authority.pem");
  const { certificateAuthority } = copied.dumps;
  if (certificateAuthority !== undefined) writeFileSync(authority, certificateAuthority);
  const environment = {
    ...keys,
    BACKUP_SETTINGS: settings,
    ...(certificateAuthority === undefined ? {} : { SSL_CERT_FILE: authority }),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["snapshot"], { env: environment, stdio: ["ignore", "inherit", "inherit"] });
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code ?? 1);
    });
  });
}
