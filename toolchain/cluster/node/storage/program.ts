import { fileURLToPath } from "node:url";
import { answersOk } from "../../http-probe.ts";
import type { ClusterContext, Program } from "../../program.ts";
import { placesOf } from "../places.ts";
import { userWithRules } from "../user-access.ts";
import { standardStorage } from "./storage-class.ts";

const USER = "storage-provisioner";
const PORT = 10270;

/** Makes volumes for claims, as folders of the instance. */
export async function storageProvisioner(context: ClusterContext): Promise<Program> {
  const kubeconfig = await context.kubeconfigFor(USER, { commonName: USER });
  const verbs = ["get", "list", "watch"];
  const access = userWithRules(USER, [
    { apiGroups: [""], resources: ["persistentvolumes"], verbs: [...verbs, "create", "patch", "delete"] },
    { apiGroups: [""], resources: ["persistentvolumeclaims"], verbs },
    { apiGroups: [""], resources: ["persistentvolumeclaims/status"], verbs: ["patch"] },
    { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs },
  ]);
  const program = fileURLToPath(new URL("main.ts", import.meta.url));
  return {
    name: USER,
    command: process.execPath,
    args: [program, kubeconfig, placesOf(context).volumes, String(PORT)],
    after: ["kube-apiserver"],
    ready: async (signal) => {
      await context.apply([...access, standardStorage]);
      await answersOk({ url: `http://127.0.0.1:${String(PORT)}/` }, signal);
    },
  };
}
