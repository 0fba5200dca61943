import fc from "fast-check";
import type { Pod } from "./standards.ts";

type Arbitrary = fc.Arbitrary<unknown>;

/** Nothing, null, or mostly one of some values that are fine, now and then one that may not be. */
const setting = (fine: readonly unknown[], doubtful: readonly unknown[], doubt = 1): Arbitrary =>
  fc.oneof(
    { weight: 10, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 18, arbitrary: fc.constantFrom(...fine) },
    { weight: doubt, arbitrary: fc.constantFrom(...doubtful) },
  );

/** An object, mostly; what is undefined in it is left out on the way to the oracle. */
const object = (fields: Readonly<Record<string, Arbitrary>>): Arbitrary =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, {}) },
    { weight: 9, arbitrary: fc.record(fields) },
  );

const rarely = (arbitrary: Arbitrary): Arbitrary =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const list = (element: Arbitrary, maxLength: number): Arbitrary => fc.array(element, { maxLength });

const profile = rarely(
  fc.record({ type: fc.constantFrom("RuntimeDefault", "Localhost", "Unconfined", "Other", "", undefined) }),
);
const seccomp = fc.oneof(
  { weight: 1, arbitrary: profile },
  { weight: 3, arbitrary: fc.constantFrom({ type: "RuntimeDefault" }, { type: "Localhost" }) },
);
const seLinux = rarely(
  fc.record({
    type: setting(
      ["container_t", "container_init_t", "container_kvm_t", "container_engine_t", ""],
      ["spc_t"],
      9,
    ),
    user: setting([""], ["system_u"]),
    role: setting([""], ["system_r"]),
    level: setting(["s0:c1,c2"], ["s0"]),
  }),
);
const windows = rarely(fc.record({ hostProcess: setting([false], [true], 9) }));
const user = setting([1, 65532], [0]);
const nonRoot = setting([true], [false]);

const capabilities = object({
  drop: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, [], ["NET_RAW"], ["all"]) },
    { weight: 9, arbitrary: fc.constantFrom(["ALL"], ["NET_RAW", "ALL"]) },
  ),
  add: rarely(
    list(
      fc.constantFrom("NET_BIND_SERVICE", "CHOWN", "SYS_CHROOT", "SYS_ADMIN", "NET_RAW", "chown", "", null),
      2,
    ),
  ),
});

const containerSecurity = object({
  allowPrivilegeEscalation: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(undefined, null, true) },
    { weight: 15, arbitrary: fc.constant(false) },
  ),
  privileged: setting([false], [true]),
  procMount: setting(["Default"], ["Unmasked", "Other", ""]),
  runAsNonRoot: nonRoot,
  runAsUser: user,
  seccompProfile: seccomp,
  appArmorProfile: profile,
  seLinuxOptions: seLinux,
  windowsOptions: windows,
  capabilities,
});

const request = fc.record({ host: setting([""], ["10.0.0.1", "localhost"], 3), port: fc.constant(80) });
const handler = rarely(
  fc.oneof(
    fc.record({ httpGet: request }),
    fc.record({ tcpSocket: request }),
    fc.constant({ exec: { command: ["true"] } }),
  ),
);

const container = fc.record({
  name: fc.constantFrom("web", "worker"),
  ports: rarely(list(fc.record({ containerPort: fc.constant(80), hostPort: setting([0], [80], 9) }), 3)),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: rarely(fc.record({ postStart: handler, preStop: handler })),
  securityContext: containerSecurity,
});

const volume = fc.oneof(
  fc.constantFrom(null, {}, { hostPath: null }),
  fc
    .constantFrom(
      ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image"],
      ...["persistentVolumeClaim", "projected", "secret", "hostPath", "nfs", "gitRepo", "fc"],
    )
    .map((type) => ({ [type]: {} })),
  fc.constantFrom({ hostPath: {}, emptyDir: {} }, { hostPath: null, secret: {} }, { nfs: {}, hostPath: {} }),
);

const sysctl = fc.oneof(
  fc
    .constantFrom("kernel.shm_rmid_forced", "net.ipv4.tcp_rmem", "net.ipv4.tcp_notsent_lowat")
    .map((name) => ({ name })),
  fc.constantFrom({ name: "kernel.msgmax" }, { name: "net.ipv4.tcp_mem" }, { name: null }, {}, null),
);

const appArmorKey = "container.apparmor.security.beta.kubernetes.io/web";
const annotations = rarely(
  fc.record({
    [appArmorKey]: fc.constantFrom("runtime/default", "localhost/web", "localhost", "unconfined", "", null),
    "seccomp.security.alpha.kubernetes.io/pod": fc.constantFrom("unconfined", "runtime/default"),
  }),
);

/** Pods of all sorts. Most break few checks, for one that breaks all shows little. */
export const arbitraryPod: fc.Arbitrary<Pod> = fc.record({
  metadata: fc.record({ name: fc.constant("web"), annotations }),
  spec: fc.record({
    os: rarely(fc.constantFrom({ name: "windows" }, { name: "linux" }, {})),
    hostUsers: rarely(fc.constantFrom(true, false, null)),
    hostPID: setting([false], [true]),
    hostIPC: setting([false], [true]),
    hostNetwork: setting([false], [true]),
    volumes: rarely(list(volume, 3)),
    securityContext: object({
      runAsNonRoot: fc.oneof({ weight: 1, arbitrary: nonRoot }, { weight: 3, arbitrary: fc.constant(true) }),
      runAsUser: user,
      seccompProfile: seccomp,
      appArmorProfile: profile,
      seLinuxOptions: seLinux,
      windowsOptions: windows,
      sysctls: rarely(list(sysctl, 3)),
    }),
    containers: list(container, 2),
    initContainers: rarely(list(container, 2)),
    ephemeralContainers: rarely(list(container, 2)),
  }),
});
