import type { DebianRoot } from "./debian-root.ts";
import { copy, folder, foundation } from "./entries.ts";
import { type ContainerImage, containerImage, layer } from "./image.ts";

const account = { uid: 1000, gid: 1000, name: "node", home: "/home/node" };

/** Node with the contract of the public image: the very program that runs this, on Debian's libraries. */
export function nodeImage(debian: DebianRoot): ContainerImage {
  const program = layer([
    ...["usr", "usr/local", "usr/local/bin"].map((path) => folder(path)),
    copy("usr/local/bin/node", process.execPath, 0o755),
    ...debian.libraries([process.execPath]),
  ]);
  const contract = layer([...foundation([account]), folder("home"), folder("home/node", 0o755, account.uid)]);
  return containerImage([program, contract], {
    User: `${account.uid}:${account.gid}`,
    Env: ["PATH=/usr/local/bin:/usr/bin:/bin"],
    Cmd: ["node"],
    WorkingDir: account.home,
  });
}
