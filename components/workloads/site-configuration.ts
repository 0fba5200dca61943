import { readFileSync } from "node:fs";
import { runtimeSettingsPath } from "../../model/static-site.ts";
import type { StaticSite } from "../../model/workload.ts";
import { siteFolders } from "./site-server.ts";

/** What the server's configuration names besides the declaration. A test that has no pod has other places. */
export interface SitePlaces {
  readonly listen: string;
  readonly html: string;
  readonly types: string;
  readonly files: string;
  readonly scratch: string;
}

const inPod = (site: StaticSite): SitePlaces => ({ ...siteFolders, listen: site.port.toString() });

/**
 * The files of a static site's web server by name: its configuration, filled in from the declaration, and the settings
 * that the page reads.
 * @param settings The variables of the site's set that are no secrets.
 * @throws TypeError when a value could mean more than itself to nginx.
 */
export function siteConfiguration(
  site: StaticSite,
  settings: Readonly<Record<string, string>>,
  places: SitePlaces = inPod(site),
): Readonly<Record<string, string>> {
  const values = {
    ...places,
    live: site.health.live,
    settings: runtimeSettingsPath,
    // A worker for each whole or begun CPU: nginx by itself starts one for each of the node's, beyond the memory limit.
    workers: String(Math.max(1, Math.ceil(site.size.cpu.limit.millicores / 1000))),
  };
  return {
    "nginx.conf": filled("nginx.conf", values),
    "default.conf": filled("default.conf", values),
    [runtimeSettingsPath.slice(1)]: `${JSON.stringify(settings, undefined, 2)}\n`,
  };
}

/** A word without what nginx gives a meaning: spaces, quotes, braces, `;`, `#`, `$`, `\`. */
const plainWord = /^[\w./~:-]+$/;

function filled(file: string, values: Readonly<Record<string, string>>): string {
  const template = readFileSync(new URL(`../../images/static-site/${file}`, import.meta.url), "utf8");
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`${file} names {{${name}}}, which nothing fills in`);
    if (!plainWord.test(value))
      throw new TypeError(`nginx would not read ${JSON.stringify(value)} as one plain word`);
    return value;
  });
}
