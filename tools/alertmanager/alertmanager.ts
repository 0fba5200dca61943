import type { RequestOptions } from "node:https";
import { alertmanagerService, proxyPath } from "../../components/observability/monitoring-service.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { clusterOf } from "../live/connection.ts";
import { ask, below, placeOf } from "../prometheus/http-get.ts";

/** An Alertmanager's interface, version 2. */
export class Alertmanager {
  /** Where it is, for people. It holds no password. */
  readonly place: string;
  readonly #url: URL;
  readonly #options: RequestOptions;

  private constructor(place: string, url: URL, options: RequestOptions) {
    this.place = place;
    this.#url = url;
    this.#options = options;
  }

  /**
   * The one that tells people of a stack: at the address that the environment names as `ALERTMANAGER_URL`, or else in the stack's
   * cluster.
   * @throws UsageError when there is no way to it.
   */
  static async of(
    stack: EnvironmentName,
    { ALERTMANAGER_URL: address = "" }: NodeJS.ProcessEnv,
  ): Promise<Alertmanager> {
    if (address !== "") {
      const url = URL.parse(address);
      if (url === null || !/^https?:$/.test(url.protocol))
        throw new UsageError('ALERTMANAGER_URL is no address. Write it as "http://localhost:9093".');
      return new Alertmanager(placeOf(url), url, {});
    }
    const config = await clusterOf(stack);
    const cluster = config.getCurrentCluster();
    if (cluster === null)
      throw new UsageError(
        "The kubeconfig has no current context, so there is no cluster to ask. Choose one.",
      );
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const url = new URL(cluster.server);
    const place = `${alertmanagerService.name} through ${placeOf(url)}`;
    return new Alertmanager(place, below(url, proxyPath(alertmanagerService)), options);
  }

  /** What it has below a path. @throws UsageError when it can't be asked, or refuses. */
  async read(path: string): Promise<unknown> {
    return this.#ask(path);
  }

  /** Gives it something. @throws UsageError when it can't be reached, or refuses. */
  async post(path: string, content: unknown): Promise<unknown> {
    return this.#ask(path, JSON.stringify(content));
  }

  async #ask(path: string, body?: string): Promise<unknown> {
    const answer = await ask(below(this.#url, path), this.#options, body).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(
        `Alertmanager (${this.place}) can't be reached: ${reason}. Open a way with ` +
          `"kubectl --namespace monitoring port-forward service/${alertmanagerService.name} ${alertmanagerService.port}", ` +
          `and set ALERTMANAGER_URL=http://localhost:${alertmanagerService.port}.`,
      );
    });
    if (answer.status >= 300)
      throw new UsageError(
        `Alertmanager (${this.place}) answers ${answer.status}: ${answer.text.trim().slice(0, 300)}`,
      );
    return answer.text === "" ? undefined : (JSON.parse(answer.text) as unknown);
  }
}
