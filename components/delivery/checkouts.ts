import type * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment.ts";
import { builtReference } from "./content-tag.ts";

/**
 * The environment with the reference that a build gives, for each image that has a checkout: a checkout wins over a
 * released reference, since whoever names one wants to see it run.
 */
export function withCheckouts(environment: Environment): Environment {
  const systems = environment.systems.map((own) => ({
    ...own,
    images: new Map(
      [...own.images].map(([name, released]) => {
        const checkout = own.checkouts.get(name);
        const repository = own.system.images[name]?.repository;
        return [name, checkout && repository !== undefined ? builtReference(repository, checkout) : released];
      }),
    ),
  }));
  return { ...environment, systems };
}

/** The builds of one system's images, by image. */
export type Builds = ReadonlyMap<string, pulumi.Resource>;

/**
 * Builds every image that has a checkout.
 * @returns By system.
 */
export async function buildCheckouts({ systems }: Environment): Promise<ReadonlyMap<string, Builds>> {
  const asked = systems.filter(({ checkouts }) => checkouts.size > 0);
  if (asked.length === 0) return new Map();
  // Only dev with a checkout needs the SDK, and every preview would pay for loading it.
  const { ContainerImage } = await import("./container-image.ts");
  const { dockerEngine } = await import("./docker-engine.ts");
  const provider = dockerEngine("docker-engine", {});
  return new Map(
    asked.map(({ system, checkouts }) => [
      system.name,
      new Map(
        [...checkouts].flatMap(([name, checkout]) => {
          const repository = system.images[name]?.repository;
          if (repository === undefined) return [];
          return [
            [
              name,
              new ContainerImage(`${system.name}-${name}-image`, { repository, checkout }, { provider }),
            ],
          ];
        }),
      ),
    ]),
  );
}
