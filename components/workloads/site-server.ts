import { mebibytes } from "../../model/quantities/bytes.ts";
import { type ScratchFolder, scratch } from "../../model/size.ts";
import type { MountedFiles } from "./mounted-files.ts";

/** Where the web server of a static site finds its things in the public unprivileged nginx image. */
export const siteFolders = {
  /** The built page; the image holds it. */
  html: "/usr/share/nginx/html",
  /** What ending a name has means what type. */
  types: "/etc/nginx/mime.types",
  /** The configuration that Slipway makes. */
  files: "/etc/nginx/conf.d",
  /** All that the server writes to. */
  scratch: "/tmp",
} as const;

/** What the server's temporary files may take. */
export const siteScratch: ScratchFolder = scratch(siteFolders.scratch, mebibytes(32));

/** The server in the foreground. Without `-e` it would first try a log file on the read-only file system. */
export const siteCommand: readonly string[] = [
  "nginx",
  "-e",
  "stderr",
  "-c",
  `${siteFolders.files}/nginx.conf`,
  "-g",
  "daemon off;",
];

/** The server's configuration in its pod. */
export const siteFiles = (configMap: string): MountedFiles => ({
  name: "site",
  configMap,
  folder: siteFolders.files,
});
