import type { DebianRoot } from "../debian-root.ts";
import { folder, foundation } from "../entries.ts";
import { type ContainerImage, containerImage, layer } from "../image.ts";

const account = { uid: 99, gid: 99, name: "haproxy", home: "/var/lib/haproxy" };

/** HAProxy as the public image has it: the program, run by a user without a right. */
export function proxyImage(debian: DebianRoot): ContainerImage {
  const program = "usr/sbin/haproxy";
  const programs = layer([
    ...["usr", "usr/sbin"].map((path) => folder(path)),
    debian.file(program),
    ...debian.libraries([debian.path(program)]),
  ]);
  const contract = layer([...foundation([account]), folder("etc/haproxy")]);
  return containerImage([programs, layer(debian.shell()), contract], {
    User: `${account.uid}:${account.gid}`,
    Env: ["PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/bin"],
    Cmd: ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"],
    WorkingDir: "/var/lib/haproxy",
  });
}
