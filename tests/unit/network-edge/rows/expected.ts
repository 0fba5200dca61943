import type { EnvironmentName } from "../../../../model/environment-name.ts";
import type { RenderedEdge } from "../rendered-edge.ts";

export type Stack = Exclude<EnvironmentName, "dev">;
export type SystemName = "atlas-ux" | "crb-analyser" | "odd-scenes";

/** What each hostname of each system must be and do (NET-02), written out and not derived. */
export const hosts: Readonly<Record<Stack, Readonly<Record<SystemName, Readonly<Record<string, string>>>>>> =
  {
    staging: {
      "atlas-ux": { web: "staging-api.atlas-ux.example.com", frontend: "staging.atlas-ux.example.com" },
      "crb-analyser": {
        "crb-backend": "staging-api.crb-analyser.com",
        "crb-frontend": "staging.crb-analyser.com",
      },
      "odd-scenes": {
        frontend: "staging.example.com",
        backend: "api.staging.example.com",
        "ai-backend": "ai-api.staging.example.com",
      },
    },
    production: {
      "atlas-ux": { web: "api.atlas-ux.example.com", frontend: "atlas-ux.example.com" },
      "crb-analyser": { "crb-backend": "api.crb-analyser.com", "crb-frontend": "app.crb-analyser.com" },
      "odd-scenes": {
        frontend: "example.com",
        backend: "api.example.com",
        "ai-backend": "ai-api.example.com",
      },
    },
  };

export const pages = ["frontend", "crb-frontend"];
export const csp =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data: https:";

export interface Edges {
  readonly stack: Stack;
  readonly of: (system: SystemName) => RenderedEdge;
  /** Each hostname with its service and system. */
  readonly each: (
    look: (edge: RenderedEdge, host: string, service: string, system: SystemName) => void,
  ) => void;
  readonly host: (system: SystemName, service: string) => string;
}

/** A row of the requirements, and what holds it. */
export type Rows = Readonly<Record<string, (edges: Edges) => void>>;
