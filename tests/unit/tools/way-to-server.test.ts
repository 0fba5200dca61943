import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { stringify } from "yaml";
import { UsageError } from "../../../toolchain/engine/requirements.ts";
import { alertmanagerServer, prometheusServer } from "../../../tools/prometheus/monitoring-server.ts";
import { wayTo } from "../../../tools/prometheus/way-to-server.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "slipway-kubeconfig-"));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
});

/** Has the kubeconfig be one with a context for production, if it has the name that production names. */
function useKubeconfig(user: object, context = "slipway-production"): void {
  const file = join(folder, "config");
  writeFileSync(
    file,
    stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "here", cluster: { server: "https://127.0.0.1:9" } }],
      users: [{ name: "larry", user }],
      contexts: [{ name: context, context: { cluster: "here", user: "larry" } }],
      "current-context": context,
    }),
  );
  vi.stubEnv("KUBECONFIG", file);
}

const signingInBy = (command: string, ...args: readonly string[]) => ({
  exec: { apiVersion: "client.authentication.k8s.io/v1", command, args, interactiveMode: "Never" },
});

describe.each([
  [
    prometheusServer,
    'Open a way with "kubectl --namespace monitoring port-forward service/prometheus-operated 9090", and set PROMETHEUS_URL=http://localhost:9090.',
  ],
  [
    alertmanagerServer,
    'Open a way with "kubectl --namespace monitoring port-forward service/alertmanager-operated 9093", and set ALERTMANAGER_URL=http://localhost:9093.',
  ],
])("without a way to %o, whoever asks is told why, and of another way", (server, otherWay) => {
  const refused = async (reason: string) => {
    await expect(wayTo(server, "production", {})).rejects.toThrow(
      new UsageError(`The ${server.name} of production can't be asked. ${reason} ${otherWay}`),
    );
  };

  test("where the program that the kubeconfig signs in by is missing", async () => {
    useKubeconfig(signingInBy("aws-not-there"));
    await refused(
      'The kubeconfig signs in by the program "aws-not-there", which is not on this machine\'s PATH.',
    );
  });

  test("where that program fails", async () => {
    useKubeconfig(signingInBy("sh", "-c", "echo The session is over. >&2; exit 1"));
    await refused("The kubeconfig can't be used: The session is over.");
  });

  test("where the context is missing", async () => {
    useKubeconfig({}, "another");
    await refused('There is no context "slipway-production" in the kubeconfig, and production names it.');
  });

  test("where there is no kubeconfig", async () => {
    const missing = join(folder, "missing");
    vi.stubEnv("KUBECONFIG", missing);
    await refused(
      `The kubeconfig of production can't be read: ENOENT: no such file or directory, open '${missing}'.`,
    );
  });

  test("and where there is another way, it is gone", async () => {
    vi.stubEnv("KUBECONFIG", join(folder, "missing"));
    const there = await wayTo(server, "production", { [server.variable]: "http://larry:pa55@127.0.0.1:9/" });
    expect(there.place).toBe("http://127.0.0.1:9");
    await expect(wayTo(server, "production", { [server.variable]: "there" })).rejects.toThrow(
      `${server.variable} is no address. Write it as "http://localhost:${server.service.port}".`,
    );
  });
});
