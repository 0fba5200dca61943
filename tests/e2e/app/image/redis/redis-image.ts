import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DebianRoot } from "../debian-root.ts";
import { folder, foundation, link, text } from "../entries.ts";
import { type ContainerImage, containerImage, layer } from "../image.ts";

const entryPoint = fileURLToPath(new URL("docker-entrypoint.sh", import.meta.url));
const account = { uid: 999, gid: 1000, name: "redis", home: "/data" };

/** A Redis 7 with the contract of the public image. */
export function redisImage(debian: DebianRoot): ContainerImage {
  // One program in Debian's package plays the server too, by the name that it is started under.
  const [server, client] = ["usr/bin/redis-check-rdb", "usr/bin/redis-cli"];
  const programs = layer([
    ...["usr", "usr/bin"].map((path) => folder(path)),
    ...[server, client].map((path) => debian.file(path)),
    ...["redis-server", "redis-sentinel", "redis-check-aof"].map((name) =>
      link(`usr/bin/${name}`, "redis-check-rdb"),
    ),
    ...debian.libraries([server, client].map((path) => debian.path(path))),
  ]);
  const contract = layer([
    ...foundation([account]),
    folder("data", 0o755, account.uid),
    text("usr/local/bin/docker-entrypoint.sh", readFileSync(entryPoint, "utf8"), 0o755),
  ]);
  return containerImage([programs, layer(debian.shell()), contract], {
    User: `${account.uid}:${account.gid}`,
    Env: ["PATH=/usr/local/bin:/usr/bin:/bin"],
    Entrypoint: ["docker-entrypoint.sh"],
    Cmd: ["redis-server"],
    WorkingDir: "/data",
  });
}
