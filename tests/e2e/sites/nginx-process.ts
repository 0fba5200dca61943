import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type SitePlaces, siteConfiguration } from "../../../components/workloads/site-configuration.ts";
import type { StaticSite } from "../../../model/workload.ts";
import { runFrom } from "../../../toolchain/cluster/debian.ts";
import type { DebianRoot } from "../app/image/debian-root.ts";
import type { BuiltPage } from "../app/image/nginx/built-page.ts";
import { freePort } from "../backup/child-process.ts";
import { ask } from "./ask.ts";
import { releaseDate } from "./expected-answers.ts";

/** A static site's own configuration in a real nginx of this machine, on a loopback port. */
export class SiteProcess {
  readonly base: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(base: string, folder: string, process: ChildProcess) {
    this.base = base;
    this.#folder = folder;
    this.#process = process;
  }

  /** @throws Error with what nginx says, when it does not take the configuration. */
  static async start(
    debian: DebianRoot,
    site: StaticSite,
    page: BuiltPage,
    settings: Readonly<Record<string, string>>,
  ): Promise<SiteProcess> {
    const folder = mkdtempSync(join(tmpdir(), "slipway-site-"));
    // Started by root, its workers run as nobody.
    chmodSync(folder, 0o755);
    const address = `127.0.0.1:${await freePort()}`;
    const places: SitePlaces = {
      listen: address,
      html: join(folder, "html"),
      files: join(folder, "files"),
      scratch: join(folder, "scratch"),
      types: debian.path("etc/nginx/mime.types"),
    };
    for (const each of [places.html, places.files, places.scratch]) mkdirSync(each);
    write(places.html, page);
    write(places.files, new Map(Object.entries(siteConfiguration(site, settings, places))));
    const nginx = debian.path("usr/sbin/nginx");
    const env = { ...process.env, ...runFrom(debian.folder) };
    const args = ["-e", "stderr", "-c", join(places.files, "nginx.conf"), "-g", "daemon off;"];
    execFileSync(nginx, ["-t", ...args], { env, stdio: ["ignore", "ignore", "pipe"] });
    const log = openSync(join(folder, "access.log"), "a");
    const errors = openSync(join(folder, "error.log"), "a");
    const server = spawn(nginx, args, { env, stdio: ["ignore", log, errors] });
    closeSync(log);
    closeSync(errors);
    const started = new SiteProcess(`http://${address}`, folder, server);
    await started.#answers(site.health.live);
    return started;
  }

  /** What was logged of requests so far, and of trouble. */
  logs(): { readonly access: string; readonly error: string } {
    const read = (name: string): string => readFileSync(join(this.#folder, name), "utf8");
    return { access: read("access.log"), error: read("error.log") };
  }

  /** Ends it as a container's runtime does, by the signal that lets open requests finish. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGQUIT");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(path: string): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const answer = await ask(this.base, { path }).catch(() => undefined);
      if (answer) return;
      await sleep(50);
    }
    const { error } = this.logs();
    await this.stop();
    throw new Error(`nginx does not answer ${path}: ${error}`);
  }
}

function write(folder: string, files: ReadonlyMap<string, Buffer | string>): void {
  for (const [path, content] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    utimesSync(file, releaseDate, releaseDate);
  }
}
