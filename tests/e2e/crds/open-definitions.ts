import { clusterContract } from "../../../components/cluster/contract.ts";
import type { CrdDefinition } from "./load-crds.ts";

/**
 * Definitions of an operator's kinds that admit any field: where its own can't be had, stacks still run with the played
 * operator, and only the check against its schema is left out.
 */
export function openDefinitions(operator: string): readonly CrdDefinition[] {
  const apis = clusterContract.find(({ name }) => name === operator)?.apis ?? [];
  return apis.flatMap(({ group, version, kinds }) =>
    kinds.map((kind) => {
      const singular = kind.toLowerCase();
      const name = `${singular}s.${group}`;
      return {
        operator,
        name,
        group,
        version,
        kind,
        text: definition({ name, group, version, kind, singular }),
      };
    }),
  );
}

interface Named {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly singular: string;
}

const definition = ({ name, group, version, kind, singular }: Named): string =>
  JSON.stringify({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  });
