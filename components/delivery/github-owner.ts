import { Provider } from "@pulumi/github";
import type { ResourceOptions } from "@pulumi/pulumi";

/**
 * GitHub, as the organisation or user that owns the repository. The provider reads its token from its own
 * environment, `GITHUB_TOKEN`.
 */
export function gitHubOwner(name: string, owner: string, opts: ResourceOptions): Provider {
  return new Provider(name, { owner }, { ...opts, transformations: [withoutToken] });
}

/**
 * The SDK copies `GITHUB_TOKEN` into the provider's inputs as plain text when no token is given, and what is in the
 * inputs is in the state. The provider finds it without our help. (This kind of transformation runs within the SDK,
 * under mocks too.)
 */
const withoutToken = ({ props, opts }: { props: Record<string, unknown>; opts: ResourceOptions }) => ({
  props: Object.fromEntries(Object.entries(props).filter(([key]) => key !== "token")),
  opts,
});
