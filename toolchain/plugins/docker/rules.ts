import type { ResourceRules } from "../protocol/preview-only-provider.ts";
import { isObject, UNKNOWN, type Properties } from "../protocol/property-value.ts";
import type { CheckFailure } from "../protocol/resource-provider.ts";

export const dockerRules: Readonly<Record<string, ResourceRules>> = {
  // An image is built again in place; who pushes it does not change what it is.
  "docker:index/image:Image": { required: ["imageName"], ignored: ["registry"], check: checkImage },
  "docker:index/remoteImage:RemoteImage": {
    required: ["name"],
    replacedBy: ["name", "platform", "triggers"],
  },
  "docker:index/registryImage:RegistryImage": { replacedBy: ["name", "triggers"] },
  "docker:index/tag:Tag": {
    required: ["sourceImage", "targetImage"],
    replacedBy: ["sourceImage", "targetImage"],
  },
  "docker:index/container:Container": {
    required: ["image"],
    replacedBy: ["image", "name", "command", "envs", "ports"],
  },
  "docker:index/network:Network": { replacedBy: ["name", "driver", "internal", "options"] },
  "docker:index/volume:Volume": { replacedBy: ["name", "driver", "driverOpts"] },
};

/** `[registry[:port]/]path[:tag]`, in lower case but for the tag. */
const IMAGE_NAME = /^([a-z0-9.-]+(:\d+)?\/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[\w][\w.-]{0,127})?$/;

function checkImage(inputs: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const { imageName, build } = inputs;
  if (
    typeof imageName === "string" &&
    imageName !== UNKNOWN &&
    imageName !== "" &&
    !IMAGE_NAME.test(imageName)
  ) {
    failures.push({
      property: "imageName",
      reason: `${JSON.stringify(imageName)} is not an image's name. Write registry/path:tag in lower case.`,
    });
  }
  if (isObject(build) && build["context"] === "") {
    failures.push({ property: "build.context", reason: "it is empty. Name the folder to build from." });
  }
  return failures;
}
