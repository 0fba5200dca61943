import type { SystemEnvironment } from "../../config/environment.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import type { Image } from "../../model/image.ts";
import { metricsEndpoint } from "../../model/metrics-endpoint.ts";
import { gracePeriod } from "../../model/time-limits.ts";
import type { Workload } from "../../model/workload.ts";
import { flagFiles } from "../flags/flag-files.ts";
import type { Labels } from "../labels.ts";
import { containerEnvironment } from "./container-environment.ts";
import { hardenedPod, type HardenedPod } from "./hardened-pod.ts";
import type { MountedFiles } from "./mounted-files.ts";
import type { PodTemplate } from "./pod-template.ts";
import { heartbeatProbes, httpProbes, type Probes } from "./probes.ts";
import { siteCommand } from "./site-server.ts";
import { hostAntiAffinity, type RevisionLabel, topologySpread } from "./spread.ts";
import { stopHook } from "./stop.ts";
import { traceEnvironment } from "./telemetry-environment.ts";
import { writableFolders } from "./writable-folders.ts";

/** What a pod is made from. Everything is a plain value, so a pod template can be built, and read, without an engine. */
export interface PodInput {
  readonly stack: EnvironmentName;
  readonly environment: SystemEnvironment;
  readonly name: string;
  readonly service: Workload;
  /** The image to run, pinned. */
  readonly image: string;
  /** The ConfigMap of its settings, when it has any. */
  readonly configMap: string | undefined;
  /** How urgent it is to the scheduler. */
  readonly priorityClass: string;
  /** Files that its container reads besides those of the image. */
  readonly files?: readonly MountedFiles[];
  readonly labels: Labels;
  readonly selector: Labels;
  /** What tells its pods from those of another revision. @default that of a Deployment */
  readonly revisionLabel?: RevisionLabel;
}

/** The pod template of a service. */
export function podTemplate(input: PodInput): PodTemplate {
  const { environment, name, service, labels, selector } = input;
  const image = declaredImage(environment, service);
  const pod = hardenedPod({
    name,
    image: input.image,
    user: image.user,
    priorityClass: input.priorityClass,
    gracePeriod: gracePeriod(service),
    size: service.size,
    scratch: writableFolders(environment.system, service),
    files: [...(input.files ?? []), ...flagFiles(environment.system, service)],
    container: container(input, image),
  });
  return {
    metadata: { labels, annotations: { "kubectl.kubernetes.io/default-container": name } },
    spec: {
      ...pod,
      ...(service.kind === "singleton"
        ? {}
        : {
            affinity: { podAntiAffinity: hostAntiAffinity(selector, input.revisionLabel) },
            topologySpreadConstraints: topologySpread(selector, input.revisionLabel),
          }),
    },
  };
}

function container(
  { stack, environment, name, service, configMap }: PodInput,
  declared: Image,
): HardenedPod["container"] {
  const stop = stopHook(service);
  return {
    command: [...(service.kind === "static-site" ? siteCommand : service.command)],
    env: [
      ...containerEnvironment(environment, service),
      ...traceEnvironment({ stack, own: environment, name, runnable: service }),
    ],
    ...(configMap === undefined ? {} : { envFrom: [{ configMapRef: { name: configMap } }] }),
    ...containerPorts(service),
    ...probes(service, declared),
    ...(stop ? { lifecycle: { preStop: stop } } : {}),
  };
}

/** A worker listens for nobody but Prometheus. */
function containerPorts(service: Workload): Pick<HardenedPod["container"], "ports"> {
  const endpoint = "port" in service ? { name: "http", port: service.port } : metricsEndpoint(service);
  return endpoint
    ? { ports: [{ name: endpoint.name, containerPort: endpoint.port.number, protocol: "TCP" }] }
    : {};
}

function probes(service: Workload, { runtime }: Image): Probes {
  if ("health" in service) return httpProbes(service.health);
  if (runtime === "none")
    throw new TypeError("validation let a heartbeat through whose image has no runtime");
  return heartbeatProbes(service.heartbeat, runtime);
}

function declaredImage({ system }: SystemEnvironment, service: Workload): Image {
  const image = system.images[service.image];
  if (!image) throw new TypeError(`validation let the undeclared image ${service.image} through`);
  return image;
}
