import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeWhole } from "../../steps/atomic-file.ts";
import { runFrom } from "../debian.ts";
import type { ClusterContext, Program } from "../program.ts";
import { writeContainerNetwork } from "./container-network.ts";
import { canOverlay } from "./mounts.ts";
import { placesOf } from "./places.ts";
import { writeRegistryHosts } from "./registry.ts";
import { SANDBOX_IMAGE, writeSandboxImage } from "./sandbox-image.ts";
import { toml, type TomlTable } from "./toml.ts";
import { until } from "./until.ts";

const execute = promisify(execFile);
const KUBERNETES_NAMESPACE = "k8s.io";

/** The container runtime. It is ready when the image of the pods' first process is in it. */
export async function containerd(context: ClusterContext): Promise<Program> {
  const { settings, containerdSocket } = placesOf(context);
  const { debian } = context.binaries;
  const configuration = join(settings, "containerd.toml");
  writeWhole(configuration, toml(configurationOf(context)));
  const sandboxImage = await writeSandboxImage(context);
  const env = runFrom(debian);
  const ctr = (args: readonly string[], signal: AbortSignal): Promise<unknown> =>
    execute(
      join(debian, "usr/bin/ctr"),
      ["--address", containerdSocket, "--namespace", KUBERNETES_NAMESPACE, ...args],
      { env: { ...process.env, ...env }, signal },
    );
  return {
    name: "containerd",
    command: join(debian, "usr/bin/containerd"),
    args: ["--config", configuration],
    env,
    ready: async (signal) => {
      await until(async () => Boolean(await ctr(["version"], signal)), signal);
      await ctr(["images", "import", sandboxImage], signal);
    },
  };
}

function configurationOf(context: ClusterContext): TomlTable {
  const { containerdRoot, containerdState, containerdSocket } = placesOf(context);
  const { debian } = context.binaries;
  const runc = {
    runtime_type: "io.containerd.runc.v2",
    options: { BinaryName: join(debian, "usr/sbin/runc"), SystemdCgroup: false },
  };
  const containers = {
    sandbox_image: SANDBOX_IMAGE,
    // Without CAP_SYS_RESOURCE no process can be made less likely to be killed than its parent.
    restrict_oom_score_adj: true,
    containerd: {
      snapshotter: canOverlay(containerdRoot) ? "overlayfs" : "native",
      default_runtime_name: "runc",
      runtimes: { runc },
    },
    cni: { bin_dir: join(debian, "usr/lib/cni"), conf_dir: writeContainerNetwork(context) },
    registry: { config_path: writeRegistryHosts(context) },
  };
  return {
    version: 2,
    root: containerdRoot,
    state: containerdState,
    grpc: { address: containerdSocket },
    // Left on, it makes a folder for optional programs in /opt.
    disabled_plugins: ["io.containerd.internal.v1.opt"],
    plugins: { "io.containerd.grpc.v1.cri": containers },
  };
}
