import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** A repository and where it is copied from. */
export interface MirroredRepository {
  /** As GitHub names it: `owner/name`. */
  readonly name: string;
  /** Address of the service that has it, as `https://github.com`. */
  readonly server: string;
  /** What reads it, if not everybody may. @default no token */
  readonly token?: string;
}

/** A repository that could not be copied, and why. It never holds the token. */
export class CopyFailed extends Error {
  override readonly name = "CopyFailed";
}

/** What a bundle was found to hold. */
export interface Bundled {
  /** Every ref, with the object that it names. */
  readonly refs: ReadonlyMap<string, string>;
}

const runGit = promisify(execFile);
const mostOutput = 256 * 1024 ** 2;

/**
 * Writes all branches, tags and further refs of a repository, with their whole history, into one file that git can clone from,
 * and finds every one of them in it again.
 * @param folder An empty folder for git to work in; it is empty again at the end.
 * @throws CopyFailed when the repository can't be read, is empty, or the bundle does not hold all of it.
 */
export async function mirrorBundle(
  repository: MirroredRepository,
  bundle: string,
  folder: string,
): Promise<Bundled> {
  const mirror = join(folder, "mirror.git");
  const git = (...args: readonly string[]): Promise<string> => gitFor(repository, args);
  try {
    await git("clone", "--quiet", "--mirror", `${repository.server}/${repository.name}.git`, mirror);
    await git("-C", mirror, "fsck", "--connectivity-only", "--no-dangling", "--no-progress");
    const refs = refsIn(await git("-C", mirror, "for-each-ref", "--format=%(objectname) %(refname)"));
    if (refs.size === 0)
      throw new CopyFailed(`${repository.name} is empty. Push to it, or take it out of "repositories".`);
    mkdirSync(dirname(bundle), { recursive: true });
    await git("-C", mirror, "bundle", "create", "--quiet", bundle, "--all");
    await git("-C", mirror, "bundle", "verify", "--quiet", bundle);
    const bundled = refsIn(await git("bundle", "list-heads", bundle));
    const lacking = [...refs].flatMap(([ref, object]) => (bundled.get(ref) === object ? [] : [ref]));
    if (lacking.length > 0)
      throw new CopyFailed(`The bundle of ${repository.name} lacks ${lacking.join(", ")}. Run this again.`);
    return { refs };
  } finally {
    rmSync(mirror, { recursive: true, force: true });
  }
}

const refsIn = (listed: string): ReadonlyMap<string, string> =>
  new Map(
    listed
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [object = "", ref = ""] = line.split(" ");
        return [ref, object];
      }),
  );

async function gitFor(repository: MirroredRepository, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await runGit("git", args, { env: environmentFor(repository), maxBuffer: mostOutput });
    return stdout;
  } catch (error) {
    const { stderr = "", message } = error as { readonly stderr?: string; readonly message: string };
    const said = stderr.trim().split("\n").at(-1) ?? "";
    const why = withoutToken(said === "" ? message : said, repository);
    const advice = "See whether it is there, and whether REPOSITORIES_TOKEN may read it.";
    throw new CopyFailed(`${repository.name} could not be copied: ${why}. ${advice}`);
  }
}

/** Neither the command line nor the address shows the token, and nothing is asked for. */
function environmentFor({ server, token }: MirroredRepository): NodeJS.ProcessEnv {
  const asked = { GIT_TERMINAL_PROMPT: "0", GIT_ASKPASS: "", LC_ALL: "C" };
  if (token === undefined) return { ...process.env, ...asked };
  return {
    ...process.env,
    ...asked,
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${server}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic(token)}`,
  };
}

const basic = (token: string): string => Buffer.from(`x-access-token:${token}`).toString("base64");

const withoutToken = (text: string, { token }: MirroredRepository): string =>
  token === undefined ? text : text.replaceAll(token, "(hidden)").replaceAll(basic(token), "(hidden)");
