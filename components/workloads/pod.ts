import type { Container } from "kubernetes-types/core/v1.d.ts";
import type { SystemEnvironment } from "../../config/environment.ts";
import type { Image } from "../../model/image.ts";
import type { Workload } from "../../model/workload.ts";
import type { Labels } from "../labels.ts";
import { containerEnvironment } from "./container-environment.ts";
import type { PodTemplate } from "./pod-template.ts";
import { heartbeatProbes, httpProbes, type Probes } from "./probes.ts";
import { resourceRequirements } from "./resources.ts";
import { scratchVolumes } from "./scratch-volumes.ts";
import { containerSecurityContext, podSecurityContext } from "./security-context.ts";
import { topologySpread } from "./spread.ts";
import { gracePeriod, stopHook } from "./stop.ts";
import { writableFolders } from "./writable-folders.ts";

/** What a pod is made from. Everything is a plain value, so a pod template can be built, and read, without an engine. */
export interface PodInput {
  readonly environment: SystemEnvironment;
  readonly name: string;
  readonly service: Workload;
  /** The image to run, pinned. */
  readonly image: string;
  /** The ConfigMap of its settings, when it has any. */
  readonly configMap: string | undefined;
  readonly labels: Labels;
  readonly selector: Labels;
}

/** The pod template of a service. */
export function podTemplate(input: PodInput): PodTemplate {
  const { environment, name, service, labels, selector } = input;
  const image = declaredImage(environment, service);
  const { volumes, volumeMounts } = scratchVolumes(writableFolders(service));
  return {
    metadata: { labels, annotations: { "kubectl.kubernetes.io/default-container": name } },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurityContext(image.user),
      terminationGracePeriodSeconds: gracePeriod(service).wholeSeconds,
      ...(service.kind === "singleton" ? {} : { topologySpreadConstraints: topologySpread(selector) }),
      containers: [{ ...container(input, image), volumeMounts }],
      volumes,
    },
  };
}

function container({ environment, name, service, image, configMap }: PodInput, declared: Image): Container {
  const stop = stopHook(service);
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    ...("command" in service ? { command: [...service.command] } : {}),
    env: containerEnvironment(environment, service),
    ...(configMap === undefined ? {} : { envFrom: [{ configMapRef: { name: configMap } }] }),
    ...("port" in service
      ? { ports: [{ name: "http", containerPort: service.port.number, protocol: "TCP" }] }
      : {}),
    ...probes(service, declared),
    ...(stop ? { lifecycle: { preStop: stop } } : {}),
    resources: resourceRequirements(service.size, writableFolders(service)),
    securityContext: containerSecurityContext(),
  };
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
