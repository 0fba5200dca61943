import { mebibytes } from "../../model/quantities/bytes.ts";
import { millicores } from "../../model/quantities/cpu.ts";
import { seconds } from "../../model/quantities/duration.ts";
import { size } from "../../model/size.ts";
import type { Labels } from "../labels.ts";
import { hardenedPod } from "../workloads/hardened-pod.ts";
import type { PodTemplate } from "../workloads/pod-template.ts";
import type { SwitchOrder } from "./switch-order.ts";

/** What the pod that switches a system is made from. */
export interface SwitchPodInput {
  /** Of its service account and of the ConfigMap with its program. */
  readonly name: string;
  /** The image with Node in it. */
  readonly image: string;
  readonly order: Omit<SwitchOrder, "apiServer" | "token">;
  readonly priorityClass: string;
  readonly labels: Labels;
}

/** Where the program is, in the pod; `.mts` says that it is a module, wherever it lies. */
export const programFile = { folder: "/etc/off-hours", name: "switch.mts" } as const;

/** What the jobs may use. Type stripping is a third of the memory. */
export const switchSize = size({
  cpu: { request: millicores(25), limit: millicores(500) },
  memory: mebibytes(160),
});

const credentials = "/var/run/off-hours";

/** The shortest that the API server gives out. */
const tokenLifetime = seconds(600);

/**
 * The pod that switches a system off or on. It alone has a token, which it asks for itself instead of being given one:
 * it lives ten minutes, and only the container that names the volume has it.
 */
export function switchPod({ name, image, order, priorityClass, labels }: SwitchPodInput): PodTemplate {
  const whole: SwitchOrder = {
    ...order,
    apiServer: "https://kubernetes.default.svc",
    token: `${credentials}/token`,
  };
  const pod = hardenedPod({
    name,
    image,
    user: nodeUser,
    priorityClass,
    gracePeriod: seconds(5),
    size: switchSize,
    scratch: [],
    files: [{ name: "program", configMap: name, folder: programFile.folder }],
    container: {
      command: [
        "node",
        "--disable-warning=ExperimentalWarning",
        `${programFile.folder}/${programFile.name}`,
        JSON.stringify(whole),
      ],
      env: [{ name: "NODE_EXTRA_CA_CERTS", value: `${credentials}/ca.crt` }],
    },
  });
  const token = {
    name: "credentials",
    projected: {
      sources: [
        { serviceAccountToken: { path: "token", expirationSeconds: tokenLifetime.wholeSeconds } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
      ],
    },
  };
  return {
    metadata: { labels },
    spec: {
      ...pod,
      restartPolicy: "Never",
      containers: pod.containers.map((container) => ({
        ...container,
        volumeMounts: [
          ...(container.volumeMounts ?? []),
          { name: token.name, mountPath: credentials, readOnly: true },
        ],
      })),
      volumes: [...pod.volumes, token],
    },
  };
}

/** The user that Node's image made for it. */
const nodeUser = { uid: 1000, gid: 1000 };
