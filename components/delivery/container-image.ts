import { Image } from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Checkout } from "../../config/environment.ts";
import type { ImageReference } from "../../model/image-reference.ts";
import { builtReference } from "./content-tag.ts";
import { dockerEngine } from "./docker-engine.ts";
import { imageArgs } from "./image-build.ts";

/** What a {@link ContainerImage} is made from. */
export interface ContainerImageArgs {
  /** Registry and path of the image, as the system declares them. Nothing is pushed there. */
  readonly repository: string;
  readonly checkout: Checkout;
}

/**
 * An image that dev builds from a local checkout, tagged by its content. A preview does not build.
 *
 * It stays in the machine's Docker engine, whose images Docker Desktop's cluster runs as they are. For minikube,
 * `eval $(minikube docker-env)` before `pulumi up` builds in the cluster's own engine. For kind,
 * `kind load docker-image <reference>` copies it after the update; pods start once it is there.
 *
 * Pass a docker provider in the options where there are several images: each provider is a process.
 * @default a {@link dockerEngine} of its own
 */
export class ContainerImage extends pulumi.ComponentResource {
  /**
   * What pods run. A plain value: it says what will be built, not that it was, so whatever runs it also depends on
   * this component.
   */
  readonly reference: ImageReference;

  constructor(name: string, args: ContainerImageArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { repository, checkout } = args;
    // First of all, so that a file which can't be read leaves nothing registered.
    const reference = builtReference(repository, checkout);
    super("slipway:delivery:ContainerImage", name, {}, opts);
    this.reference = reference;
    const provider =
      this.getProvider("docker:index/image:Image") ?? dockerEngine(`${name}-engine`, { parent: this });
    new Image(name, imageArgs(reference, checkout, process.arch), { parent: this, provider });
    this.registerOutputs({ reference: reference.toString() });
  }
}
