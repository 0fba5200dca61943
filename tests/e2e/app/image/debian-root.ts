import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { debianPackages } from "../../../../toolchain/cluster/debian.ts";
import { copy, copyTree, folder, link } from "./entries.ts";
import type { Entry } from "./tar.ts";

/**
 * The servers, a shell with the usual small programs in one static file, and every library that the servers load:
 * each by name, since what this machine has installed would otherwise be left out.
 */
const packages = [
  ...["redis-server", "redis-tools", "nginx", "nginx-common", "busybox-static", "libc6", "libc-bin"],
  ...["haproxy", "liblua5.3-0", "libopentracing-c-wrapper0"],
  ...[
    "libssl3",
    "zlib1g",
    "libpcre2-8-0",
    "libcrypt1",
    "libsystemd0",
    "libjemalloc2",
    "libatomic1",
    "liblzf1",
  ],
  ...[
    "liblzma5",
    "libzstd1",
    "liblz4-1",
    "libgcrypt20",
    "libgpg-error0",
    "libcap2",
    "libstdc++6",
    "libgcc-s1",
  ],
];

const libraryFolders = ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"];
const loader = "lib64/ld-linux-x86-64.so.2";

/** Debian's packages, extracted, of which images take the few files that they need. */
export class DebianRoot {
  readonly folder: string;

  private constructor(root: string) {
    this.folder = root;
  }

  /** @throws NoClusterHere where there are no Debian packages. */
  static async fetched(): Promise<DebianRoot> {
    return new DebianRoot(await debianPackages(packages));
  }

  /** Packages of a release other than the machine's. */
  static async ofRelease(release: string, names: readonly string[]): Promise<DebianRoot> {
    return new DebianRoot(await debianPackages(names, release));
  }

  /** A copy of one of its files, at the same place. */
  file(path: string): Entry {
    return copy(path, this.path(path));
  }

  /** A copy of a folder with everything below it, at the same place. */
  tree(path: string): Entry[] {
    return copyTree(path, this.path(path));
  }

  /** A small shell and the usual programs, all of them one file under many names. */
  shell(): Entry[] {
    const busybox = this.path("bin/busybox");
    const names = execFileSync(busybox, ["--list"], { encoding: "utf8" }).trim().split("\n");
    return [
      folder("bin"),
      copy("bin/busybox", busybox),
      ...names.filter((name) => name !== "busybox").map((name) => link(`bin/${name}`, "busybox")),
    ];
  }

  /**
   * The loader and every library that these programs load, themselves or through another, except for libraries that
   * come with the programs, in a folder of their own.
   */
  libraries(programs: readonly string[], theirs = this.folder): Entry[] {
    const found = new Map<string, string>();
    for (const program of programs)
      for (const library of this.#loadedBy(program, theirs)) found.set(basename(library), library);
    return [
      ...["lib", "lib64", "lib/x86_64-linux-gnu"].map((path) => folder(path)),
      copy(loader, this.loader(), 0o755),
      ...[...found].map(([name, library]) => copy(`lib/x86_64-linux-gnu/${name}`, realpathSync(library))),
    ];
  }

  path(path: string): string {
    const whole = join(this.folder, path);
    if (!existsSync(whole))
      throw new Error(`The Debian packages hold no ${path}; the images can't be made of them.`);
    return whole;
  }

  /** What starts a program with the packages' own libraries, whatever the machine has. */
  loader(): string {
    const places = libraryFolders.map((path) => join(this.folder, path, basename(loader)));
    return places.find((path) => existsSync(path)) ?? this.path(loader);
  }

  /** Where the loader finds them. */
  libraryPath(): string {
    return libraryFolders.map((path) => join(this.folder, path)).join(":");
  }

  /** The packages' own loader says what it would load; what this machine has must not get into an image. */
  #loadedBy(program: string, theirs: string): string[] {
    const told = execFileSync(this.loader(), ["--library-path", this.libraryPath(), "--list", program], {
      encoding: "utf8",
    });
    const loaded = [...told.matchAll(/=> (\/\S+) \(/g)]
      .map(([, path = ""]) => path)
      .filter((path) => basename(path) !== basename(loader));
    const foreign = loaded.filter((path) => !isBelow(this.folder, path) && !isBelow(theirs, path));
    if (foreign.length > 0)
      throw new Error(
        `${program} loads ${foreign.join(", ")}, which the Debian packages of the images don't hold.`,
      );
    return loaded.filter((path) => isBelow(this.folder, path));
  }
}

const isBelow = (parent: string, path: string): boolean => !relative(parent, path).startsWith(`..${sep}`);
