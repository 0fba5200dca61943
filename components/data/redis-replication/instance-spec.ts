import type { Container, EnvVar, PersistentVolumeClaim } from "kubernetes-types/core/v1.d.ts";
import { cacheInstance, cacheInstances, type PlatformRedis } from "../../../model/cache.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { type Size, size } from "../../../model/size.ts";
import { storeServices } from "../../../model/store-services.ts";
import type { Demand } from "../../capacity/demand.ts";
import type { LabelledPart, Labels } from "../../labels.ts";
import { cacheUsersKeys, sentinelUsersKey } from "../../secrets/cache-secrets.ts";
import { contentName } from "../../workloads/content-name.ts";
import { fileVolumes } from "../../workloads/mounted-files.ts";
import type { PodVolume, StatefulSetSpecification } from "../../workloads/pod-template.ts";
import { diskOf, resourceRequirements } from "../../workloads/resources.ts";
import { scratchVolumes } from "../../workloads/scratch-volumes.ts";
import { containerSecurityContext, podSecurityContext } from "../../workloads/security-context.ts";
import { hostAntiAffinity, topologySpread } from "../../workloads/spread.ts";
import { redisConfiguration, redisPlaces } from "../redis-configuration.ts";
import { configurationFolder, redisStore } from "../redis-store.ts";
import { instanceFiles, instanceScripts, instanceVariables } from "./instance-files.ts";
import { replicationConfiguration } from "./replication-configuration.ts";
import { replicaBuffer, sentinelPort } from "./replication-settings.ts";
import { sentinelConfiguration } from "./sentinel-configuration.ts";

export const instancePart: LabelledPart = { name: cacheInstance, workload: "redis", tier: "critical" };

const ports = { redis: "store", sentinel: "sentinel" } as const;

const sentinelSize = size({
  cpu: { request: millicores(10), limit: millicores(100) },
  memory: mebibytes(32),
});

/** A Redis as one alone has it, and what waits for replicas. */
const instanceSize = (own: Size): Size => ({ ...own, memory: own.memory.plus(replicaBuffer) });

/** The files of all instances, and the name of the ConfigMap that they are in. */
export function instanceConfigMap(cache: PlatformRedis): {
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
} {
  const { bind, users } = redisPlaces;
  const data = instanceFiles({
    redis: redisConfiguration(cache) + replicationConfiguration(),
    sentinel: sentinelConfiguration({ port: sentinelPort, bind, users }),
  });
  return { name: contentName(cacheInstance, data), data };
}

/** The name of the claim of an instance's volume: that which its StatefulSet would make, so that it takes ours instead. */
export const instanceClaim = (instance: string): string => `data-${instance}`;

/**
 * How long an instance may wait for the sentinels before it counts as failed, in seconds: other pods may have to come first. Each
 * restart would make it wait longer.
 */
const patience = 600;

const startPeriod = 2;

/** What the StatefulSet of a Redis with replicas is made from. */
export interface InstanceInput {
  readonly cache: PlatformRedis;
  /** Name of the Secret that it knows its users by. */
  readonly users: string;
  readonly image: string;
  readonly priorityClass: string;
  readonly labels: Labels;
  readonly selector: Labels;
}

/**
 * The instances of a Redis, each with a sentinel beside it. They are started together, as none knows what it is before most sentinels
 * run, and replaced one after the other.
 */
export function instanceSpec(input: InstanceInput): StatefulSetSpecification {
  const { cache, users, image, priorityClass, labels, selector } = input;
  const alone = redisStore(cache, users);
  const scratch = scratchVolumes(alone.scratch);
  const files = fileVolumes([
    { name: "configuration", configMap: instanceConfigMap(cache).name, folder: configurationFolder },
  ]);
  const variables = instanceVariables({
    address: "127.0.0.1",
    configuration: configurationFolder,
    state: redisPlaces.data,
    scratch: "/tmp",
  });
  const env: EnvVar[] = [
    { name: "INSTANCE", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    ...Object.entries(variables).map(([name, value]) => ({ name, value })),
    {
      name: "REDISCLI_AUTH",
      valueFrom: { secretKeyRef: { name: users, key: cacheUsersKeys.password } },
    },
  ];
  const shared = {
    image,
    imagePullPolicy: "IfNotPresent",
    env,
    securityContext: containerSecurityContext(),
    volumeMounts: [
      { name: "data", mountPath: redisPlaces.data },
      ...scratch.volumeMounts,
      ...files.volumeMounts,
      { name: "users", mountPath: redisPlaces.users, readOnly: true },
    ],
  };
  const ready = { exec: { command: script(instanceScripts.ready) } };
  const redis: Container = {
    name: cacheInstance,
    ...shared,
    command: script(instanceScripts.startRedis),
    ports: [{ name: ports.redis, containerPort: storeServices.cache.port, protocol: "TCP" }],
    resources: resourceRequirements(instanceSize(alone.size), alone.scratch),
    lifecycle: { preStop: { exec: { command: script(instanceScripts.handOver) } } },
    startupProbe: {
      ...alone.container.startupProbe,
      failureThreshold: (alone.container.startupProbe?.failureThreshold ?? 0) + patience / startPeriod,
    },
    livenessProbe: { ...alone.container.livenessProbe },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 4, failureThreshold: 3 },
  };
  const listens = { tcpSocket: { port: ports.sentinel }, periodSeconds: 10, timeoutSeconds: 2 };
  const sentinel: Container = {
    name: "sentinel",
    ...shared,
    command: script(instanceScripts.startSentinel),
    ports: [{ name: ports.sentinel, containerPort: sentinelPort, protocol: "TCP" }],
    resources: resourceRequirements(sentinelSize, []),
    startupProbe: { ...listens, periodSeconds: 2, failureThreshold: 30 },
    livenessProbe: { ...listens, failureThreshold: 3 },
    readinessProbe: { ...listens, failureThreshold: 3 },
  };
  return {
    replicas: cacheInstances.length,
    serviceName: cacheInstance,
    podManagementPolicy: "Parallel",
    selector: { matchLabels: selector },
    updateStrategy: { type: "RollingUpdate" },
    minReadySeconds: 10,
    revisionHistoryLimit: 10,
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: cacheInstance,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        priorityClassName: priorityClass,
        securityContext: podSecurityContext(alone.user),
        topologySpreadConstraints: topologySpread(selector, "controller-revision-hash"),
        affinity: { podAntiAffinity: hostAntiAffinity(selector, "controller-revision-hash") },
        // To hand over, and to write everything to disk.
        terminationGracePeriodSeconds: 15 + alone.stopSeconds,
        containers: [redis, sentinel],
        volumes: [...scratch.volumes, ...files.volumes, usersVolume(users)],
      },
    },
    volumeClaimTemplates: [claimTemplate(cache)],
  };
}

/** Who is let in, without the password that the Secret holds as well. */
const usersVolume = (secretName: string): PodVolume => ({
  name: "users",
  secret: {
    secretName,
    items: [cacheUsersKeys.users, sentinelUsersKey].map((key) => ({ key, path: key })),
    defaultMode: 0o440,
  },
});

const script = (file: string): string[] => ["sh", `${configurationFolder}/${file}`];

/** Never used, as the claims are there before: a StatefulSet wants it to know their names. */
const claimTemplate = ({ storage }: PlatformRedis): Pick<PersistentVolumeClaim, "metadata" | "spec"> => ({
  metadata: { name: "data" },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: storage.toString() } } },
});

/** What the instances need of their namespace's quota: each is replaced in its place. */
export function instanceDemand(cache: PlatformRedis): Demand {
  const alone = redisStore(cache, "");
  const own = instanceSize(alone.size);
  return {
    pods: cacheInstances.length,
    cpuRequest: own.cpu.request.plus(sentinelSize.cpu.request),
    cpuLimit: own.cpu.limit.plus(sentinelSize.cpu.limit),
    memory: own.memory.plus(sentinelSize.memory),
    disk: diskOf(own, alone.scratch).plus(diskOf(sentinelSize, [])),
    storage: cacheInstances.map(() => cache.storage),
  };
}
