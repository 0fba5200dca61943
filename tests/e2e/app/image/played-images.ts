import type { System } from "../../../../model/system.ts";
import { executableNames, servicesTable } from "../services-table.ts";
import { copy, folder, foundation, link, text } from "./entries.ts";
import { type Blob, type ContainerImage, containerImage, layer } from "./image.ts";
import { faultOf, type Version } from "./version.ts";

const path = "PATH=/usr/local/bin:/usr/bin:/bin";

/** The layer with the stand-in program, which plays what cannot be had. */
export const programLayer = (program: string): Blob =>
  layer([
    ...["usr", "usr/local", "usr/local/bin"].map((each) => folder(each)),
    copy("usr/local/bin/stand-in", program, 0o755),
  ]);

/** One of a system's own images: the program under every name that its services are started by, and their table. */
export function applicationImage(
  program: Blob,
  system: System,
  image: string,
  version: Version,
): ContainerImage {
  const { uid = 1000, gid = 1000 } = system.images[image]?.user ?? {};
  const services = layer([
    ...foundation([{ uid, gid, name: "app", home: "/app" }]),
    folder("app"),
    ...executableNames(system, image).map((name) => link(`usr/local/bin/${name}`, "stand-in")),
    folder("etc/stand-in"),
    text("etc/stand-in/table.json", JSON.stringify(servicesTable(system, image), undefined, 2)),
  ]);
  return containerImage([program, services, release(version)], {
    User: `${uid}:${gid}`,
    Env: [path],
    WorkingDir: "/app",
  });
}

const release = (version: Version): Blob =>
  layer([
    folder("etc/stand-in"),
    text("etc/stand-in/version", `${version}\n`),
    text("etc/stand-in/fault.json", JSON.stringify(faultOf[version])),
  ]);

/** The exporter of a Redis, played: its module is not to be had. */
export function redisExporterImage(program: Blob): ContainerImage {
  const owner = 59000;
  const contract = layer([
    ...foundation([{ uid: owner, gid: owner, name: "redis", home: "/" }]),
    link("usr/local/bin/redis_exporter", "stand-in"),
  ]);
  return containerImage([program, contract, release("v1")], {
    User: `${owner}:${owner}`,
    Env: [path],
    Entrypoint: ["redis_exporter"],
    WorkingDir: "/",
  });
}

/** The collector of telemetry, played: the real one is tried by itself, and here nobody would look at what it hands on. */
export function collectorImage(program: Blob): ContainerImage {
  const owner = 10_001;
  const contract = layer([
    ...foundation([{ uid: owner, gid: owner, name: "otel", home: "/" }]),
    link("usr/local/bin/otelcol-contrib", "stand-in"),
  ]);
  return containerImage([program, contract, release("v1")], {
    User: `${owner}:${owner}`,
    Env: [path],
    Entrypoint: ["otelcol-contrib"],
    WorkingDir: "/",
  });
}

/** Qdrant, played: no binary of it can be had. */
export function vectorStoreImage(program: Blob): ContainerImage {
  const owner = 1000;
  const contract = layer([
    ...foundation([{ uid: owner, gid: owner, name: "qdrant", home: "/qdrant" }]),
    folder("qdrant", 0o755, owner),
    folder("qdrant/storage", 0o755, owner),
    link("usr/local/bin/qdrant", "stand-in"),
  ]);
  return containerImage([program, contract, release("v1")], {
    User: `${owner}:${owner}`,
    Env: [path],
    Entrypoint: ["qdrant"],
    WorkingDir: "/qdrant",
  });
}
