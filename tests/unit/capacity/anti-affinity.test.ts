import { expect, test } from "vitest";
import { hostAntiAffinity } from "../../../components/workloads/spread.ts";

test("a revision's pods keep off one another's nodes, but start where there is no other", () => {
  const selector = { "app.kubernetes.io/name": "web" };
  for (const revision of ["pod-template-hash", "rollouts-pod-template-hash"] as const) {
    expect(hostAntiAffinity(selector, revision)).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            topologyKey: "kubernetes.io/hostname",
            labelSelector: { matchLabels: selector },
            matchLabelKeys: [revision],
          },
        },
      ],
    });
  }
});
