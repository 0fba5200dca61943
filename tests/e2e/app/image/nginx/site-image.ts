import type { System } from "../../../../../model/system.ts";
import type { DebianRoot } from "../debian-root.ts";
import { copy, folder, foundation, text } from "../entries.ts";
import { type Blob, type ContainerImage, containerImage, layer } from "../image.ts";
import type { Entry } from "../tar.ts";
import type { Version } from "../version.ts";
import { type BuiltPage, builtPage } from "./built-page.ts";

const html = "usr/share/nginx/html";
const types = "etc/nginx/mime.types";

/**
 * The layer that every static site has in common: nginx and its types of files, where the public unprivileged image
 * has them. There is no configuration in it and no shell, so a pod answers by what Slipway mounts or not at all.
 */
export function nginxLayer(debian: DebianRoot): Blob {
  const server = "usr/sbin/nginx";
  return layer([
    ...["usr", "usr/sbin", "etc", "etc/nginx", "etc/nginx/conf.d"].map((path) => folder(path)),
    debian.file(server),
    copy(types, debian.path(types)),
    ...debian.libraries([debian.path(server)]),
  ]);
}

/** What the image of a front end serves in a release. */
export const releasedPage = (system: string, service: string, version: Version): BuiltPage =>
  builtPage(`${service} of ${system}`, version);

/** A front end's image: nginx, and a page that says what it is of. */
export function siteImage(nginx: Blob, system: System, image: string, version: Version): ContainerImage {
  const { uid = 101, gid = 101 } = system.images[image]?.user ?? {};
  const site = layer([
    ...foundation([{ uid, gid, name: "nginx", home: "/var/empty" }]),
    ...["usr/share", "usr/share/nginx", html].map((path) => folder(path)),
  ]);
  const [service = image] = Object.entries(system.services).flatMap(([name, declared]) =>
    declared.image === image ? [name] : [],
  );
  return containerImage([nginx, site, layer(release(system.name, service, version))], {
    User: `${uid}:${gid}`,
    Env: ["PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin"],
    Cmd: ["nginx", "-g", "daemon off;"],
    WorkingDir: "/",
    // Lets open requests finish.
    StopSignal: "SIGQUIT",
  });
}

/** The page, or what is wrong in a release that fails. */
function release(system: string, service: string, version: Version): readonly Entry[] {
  switch (version) {
    case "v1":
    case "v2":
    // Files fail no request and migrate nothing, so these are two more good pages.
    case "errors":
    case "failed-migration":
      return pageEntries(releasedPage(system, service, version));
    case "crash-loop":
      return [text(types, "not what nginx reads\n")];
    case "errors":
      // The page without the files that it asks for.
      return pageEntries(
        new Map([...releasedPage(system, service, version)].filter(([path]) => path === "index.html")),
      );
    case "never-ready":
      // A build that left nothing behind.
      return [];
  }
}

function pageEntries(page: BuiltPage): readonly Entry[] {
  const folders = new Set(
    [...page.keys()].flatMap((path) => (path.includes("/") ? [path.slice(0, path.lastIndexOf("/"))] : [])),
  );
  return [
    ...[...folders].map((path) => folder(`${html}/${path}`)),
    ...[...page].map(([path, content]): Entry => ({
      kind: "file",
      path: `${html}/${path}`,
      mode: 0o644,
      content,
    })),
  ];
}
