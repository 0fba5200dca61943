import type { EnvironmentName } from "../../model/environment-name.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import type { Answer, Server } from "../prometheus/http-get.ts";
import { alertmanagerServer, forbiddenRemedy, otherWay } from "../prometheus/monitoring-server.ts";
import { reasonIn } from "../prometheus/refusal.ts";
import { wayTo } from "../prometheus/way-to-server.ts";

/** An Alertmanager's interface, version 2. */
export class Alertmanager {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  /**
   * The one that tells people of a stack: at the address that the environment names as `ALERTMANAGER_URL`, or else in the stack's
   * cluster.
   * @throws UsageError when there is no way to it.
   */
  static async of(stack: EnvironmentName, variables: NodeJS.ProcessEnv): Promise<Alertmanager> {
    return new Alertmanager(await wayTo(alertmanagerServer, stack, variables));
  }

  /** Where it is, for people. It holds no password. */
  get place(): string {
    return this.#server.place;
  }

  /** What it has below a path. @throws UsageError when it can't be asked, or refuses. */
  async read(path: string): Promise<unknown> {
    return this.#taken("get", this.#server.get(path));
  }

  /** Gives it something. @throws UsageError when it can't be reached, or refuses. */
  async post(path: string, content: unknown): Promise<unknown> {
    return this.#taken("create", this.#server.post(path, JSON.stringify(content)));
  }

  /** @param verb What the API server takes the request for. */
  async #taken(verb: "get" | "create", answer: Promise<Answer>): Promise<unknown> {
    const { status, text } = await answer.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(
        `Alertmanager (${this.place}) can't be reached: ${reason}. ${otherWay(alertmanagerServer)}`,
      );
    });
    if (status < 300) return text === "" ? undefined : (JSON.parse(text) as unknown);
    const reason = reasonIn(text) ?? text.trim().slice(0, 300);
    const remedy = forbiddenRemedy(alertmanagerServer, status, verb);
    throw new UsageError(
      `Alertmanager (${this.place}) answers ${status}: ${reason}${remedy === undefined ? "" : `. ${remedy}`}`,
    );
  }
}
