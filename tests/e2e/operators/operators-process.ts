import { playCertManager } from "../controllers/certificates/play-cert-manager.ts";
import { openAuthority } from "../controllers/certificates/suite-authority.ts";
import { ApiServer } from "./api-server.ts";
import { playCloudNativePg } from "./cloudnative-pg/play-cloudnative-pg.ts";
import { playExternalSecrets } from "./external-secrets/play-external-secrets.ts";
import type { SecretStores } from "./external-secrets/secret-store.ts";

/** What the suite tells the process of the played operators. */
export type Instruction =
  | {
      readonly kind: "play";
      readonly kubeconfig: string;
      readonly stores: SecretStores;
      /** By name in the cluster's contract; one whose kinds the cluster lacks is left out. */
      readonly operators: readonly string[];
    }
  | { readonly kind: "fill"; readonly stores: SecretStores }
  | { readonly kind: "stop" };

/** What it answers. */
export type Report = { readonly kind: "playing" } | { readonly kind: "filled" };

let stores: SecretStores = {};
let stops: readonly (() => Promise<void>)[] = [];

// All it prints goes to its log.
const say = (line: string): void => {
  console.log(`${new Date().toISOString()} ${line}`);
};

process.on("message", (instruction: Instruction) => void follow(instruction));
// Whoever started it is gone.
process.on("disconnect", () => process.exit());

async function follow(instruction: Instruction): Promise<void> {
  switch (instruction.kind) {
    case "play": {
      ({ stores } = instruction);
      const api = await ApiServer.of(instruction.kubeconfig);
      const issue = await openAuthority(instruction.kubeconfig);
      const players = {
        "External Secrets": () => playExternalSecrets(api, () => stores, say),
        CloudNativePG: () => playCloudNativePg(api, issue, say),
        "cert-manager": () => playCertManager(api, issue, say),
      };
      const started = Object.entries(players).filter(([name]) => instruction.operators.includes(name));
      stops = await Promise.all(started.map(([, play]) => play()));
      report({ kind: "playing" });
      break;
    }
    case "fill":
      ({ stores } = instruction);
      report({ kind: "filled" });
      break;
    case "stop":
      await Promise.all(stops.map((stop) => stop()));
      process.exit();
  }
}

function report(message: Report): void {
  process.send?.(message);
}
